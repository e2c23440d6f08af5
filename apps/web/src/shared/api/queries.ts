import { messageOf } from '@inkling/contract';
import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useQuery,
  type Query,
  type QueryKey,
} from '@tanstack/vue-query';
import { defineStore } from 'pinia';
import { computed, markRaw, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue';
import { ServerAway, ServerProblem } from './errors';
import { useServerStore } from './server-store';

/**
 * What pages have asked the server. A store of its own, not the library's plugin: the studio, which lists
 * nothing by it, loads none of it at the first visit.
 */
const useQueryStore = defineStore('queries', () => {
  const server = useServerStore();
  /** Changes of lists whose answer is on its way: it was asked for before them. */
  const changes = new WeakMap<object, ((data: unknown) => unknown)[]>();
  const client = markRaw(
    new QueryClient({
      queryCache: new QueryCache({
        onError(error) {
          if (error instanceof ServerAway) server.reportAway(error);
        },
        onSettled(_data, _error, query) {
          const missed = changes.get(query) ?? [];
          changes.delete(query);
          for (const work of missed) client.setQueryData(query.queryKey, work);
        },
      }),
      defaultOptions: {
        queries: {
          // The server may be this very machine, which needs no network to be reached.
          networkMode: 'always',
          // `useServerStore` looks for a server that is away; what it refuses it would refuse again.
          retry: false,
          refetchOnWindowFocus: false,
          // A page that is opened shows what is, never what was the last time.
          gcTime: 0,
        },
      },
    }),
  );
  watch(
    () => server.away,
    (away) => {
      if (!away) void client.refetchQueries({ type: 'active' });
    },
  );

  /** Changes what is known; an answer that is on its way is changed too. */
  function change<Data>(queryKey: QueryKey, work: (data: Data) => Data): void {
    const workOn = (data: unknown): unknown => data && work(data as Data);
    const query = client.getQueryCache().find({ queryKey, exact: true });
    if (query?.state.fetchStatus === 'fetching') {
      changes.set(query, [...(changes.get(query) ?? []), workOn]);
    }
    client.setQueryData(queryKey, workOn);
  }
  return { client, change };
});

/** Something that is asked for anew whenever its question changes; the latest question wins. */
export interface ServerData<Value> {
  /** `null` until it is there. */
  readonly value: Readonly<Ref<Value | null>>;
  readonly loading: Readonly<Ref<boolean>>;
  readonly failure: Readonly<Ref<string>>;
  /** The failure is that there is no such thing: asking again would not help. */
  readonly missing: Readonly<Ref<boolean>>;
  load(): Promise<void>;
}

const isMissing = (error: unknown): boolean =>
  error instanceof ServerProblem && error.status === 404;

interface ServerDataOptions<Value> {
  /** The former value stays until the next one is there, so that nothing jumps. @defaultValue true */
  readonly keepsFormer?: boolean;
  /** Nothing is asked while this is false. */
  readonly enabled?: MaybeRefOrGetter<boolean>;
  /** How soon it is asked again, in ms; `false` for not at all. */
  readonly again?: (value: Value | undefined, error: unknown) => number | false;
}

/**
 * @param name what is asked, apart from all else that pages ask
 * @param question compared by its JSON
 */
export function useServerData<Value, Question>(
  name: string,
  question: MaybeRefOrGetter<Question>,
  ask: (question: Question, signal: AbortSignal) => Promise<Value>,
  { keepsFormer = true, enabled = true, again }: ServerDataOptions<Value> = {},
): ServerData<Value> {
  const query = useQuery<Value>(
    {
      queryKey: computed(() => [name, toValue(question)]),
      queryFn: ({ queryKey, signal }) => ask(queryKey[1] as Question, signal),
      enabled: computed(() => toValue(enabled)),
      shallow: true,
      ...(keepsFormer && { placeholderData: keepPreviousData }),
      ...(again && {
        refetchInterval: ({ state }: Query<Value>) => again(state.data, state.error),
        refetchIntervalInBackground: true,
      }),
    },
    useQueryStore().client,
  );
  return {
    value: computed(() => query.data.value ?? null) as Ref<Value | null>,
    loading: query.isFetching,
    failure: computed(() => (query.error.value ? messageOf(query.error.value) : '')),
    missing: computed(() => isMissing(query.error.value)),
    load: async () => void (await query.refetch()),
  };
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A list that comes in pages. */
export function useServerPages<T extends { readonly id: string }, Question>(
  name: string,
  question: MaybeRefOrGetter<Question>,
  ask: (question: Question, cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  {
    keepsFormer = true,
    enabled = true,
  }: Pick<ServerDataOptions<never>, 'keepsFormer' | 'enabled'> = {},
) {
  const queries = useQueryStore();
  const queryKey = computed((): QueryKey => [name, toValue(question)]);
  const query = useInfiniteQuery(
    {
      queryKey,
      queryFn: ({ queryKey: [, asked], pageParam, signal }) =>
        ask(asked as Question, pageParam, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last: Page<T>) => last.nextCursor ?? undefined,
      enabled: computed(() => toValue(enabled)),
      shallow: true,
      ...(keepsFormer && { placeholderData: keepPreviousData }),
    },
    queries.client,
  );
  const pages = computed(() => (query.data.value?.pages ?? []) as readonly Page<T>[]);
  /** What came while a list was read may move items from one page to the next. */
  const items = computed((): readonly T[] => [
    ...new Map(pages.value.flatMap((page) => page.items).map((item) => [item.id, item])).values(),
  ]);

  async function loadMore(): Promise<void> {
    if (query.hasNextPage.value && !query.isFetching.value) await query.fetchNextPage();
  }

  /** Shows items as they are now. */
  function change(work: (items: readonly T[]) => readonly T[]): void {
    queries.change<{ pages: Page<T>[]; pageParams: unknown[] }>(queryKey.value, (data) => ({
      ...data,
      pages: data.pages.map((page) => ({ ...page, items: work(page.items) })),
    }));
  }

  return {
    items,
    hasMore: computed(() => query.hasNextPage.value),
    loading: query.isFetching,
    /** Whether anything was ever fetched: before that, nothing is not empty. */
    loaded: computed(() => query.data.value !== undefined),
    failure: computed(() => (query.error.value ? messageOf(query.error.value) : '')),
    load: async () => void (await query.refetch()),
    loadMore,
    change,
    replace: (item: T) =>
      change((known) => known.map((former) => (former.id === item.id ? item : former))),
  };
}
