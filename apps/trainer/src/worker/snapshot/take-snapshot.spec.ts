import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@inkling/store';
import { digitPictures, Stand } from '../testing/stand.js';
import { takeSnapshot, type SnapshotWish } from './take-snapshot.js';

describe('takeSnapshot', () => {
  let stand: Stand;
  let championId: string;
  let writer: string;
  const pictures = digitPictures();

  beforeAll(async () => {
    stand = await Stand.open();
    championId = await stand.addChampion();
    writer = await stand.addWriter();
  });
  afterAll(() => stand.close());
  beforeEach(async () => {
    await stand.prisma.trainingJob.deleteMany();
    await stand.prisma.sample.deleteMany();
  });

  const addJob = async (): Promise<SnapshotWish> => {
    const jobId = newId();
    await stand.prisma.trainingJob.create({
      data: { id: jobId, network: 'digits', trigger: 'call', parameters: {}, status: 'completed' },
    });
    return { jobId, network: 'digits', repeatOfId: null, parentId: null, fingerprint: null };
  };
  const take = (wish: SnapshotWish) => takeSnapshot(stand, wish);

  it('should take approved samples of the network with the label that counts', async () => {
    const ids: string[] = [];
    for (const picture of pictures.slice(0, 20)) ids.push(await stand.addSample(writer, picture));
    await stand.addSample(writer, pictures[20]!, 'pending');
    await stand.addSample(writer, pictures[21]!, 'rejected');
    await stand.addSample(writer, pictures[22]!, 'approved', 'characters');
    await stand.prisma.sample.update({
      where: { id: ids[0]! },
      data: { reviewerLabel: '9', revision: 2 },
    });
    const wish = await addJob();
    const snapshot = await take(wish);
    expect(snapshot.parentId).toBe(championId);
    expect(snapshot.samples.map(({ sampleId }) => sampleId).sort()).toEqual([...ids].sort());
    const first = snapshot.samples.find(({ sampleId }) => sampleId === ids[0]);
    expect(first).toMatchObject({ label: '9', revision: 2 });
    expect(Uint8Array.from(first!.glyph)).toEqual(pictures[0]!.glyph);
    const rows = await stand.prisma.trainingSample.findMany({ where: { jobId: wish.jobId } });
    expect(rows).toHaveLength(20);
    expect(new Set(rows.map(({ part }) => part))).toEqual(new Set(['train', 'holdout']));
  });

  it('should leave out symbols, which no network has a class for', async () => {
    const ids: string[] = [];
    for (const picture of pictures.slice(0, 20)) ids.push(await stand.addSample(writer, picture));
    const data = [{ label: '✓' }, { reviewerLabel: 'ä' }];
    for (const [at, said] of data.entries()) {
      await stand.prisma.sample.update({ where: { id: ids[at]! }, data: said });
    }
    const { samples, leftOut } = await take(await addJob());
    expect(samples.map(({ sampleId }) => sampleId).sort()).toEqual(ids.slice(2).sort());
    expect(leftOut).toBe(0);
  });

  it('should give a repeated job the same data, and say what is missing', async () => {
    const ids: string[] = [];
    for (const picture of pictures.slice(0, 20)) ids.push(await stand.addSample(writer, picture));
    const first = await addJob();
    const before = await take(first);
    // Later changes are other revisions, and another snapshot.
    await stand.prisma.sample.update({
      where: { id: ids[3]! },
      data: { reviewerLabel: '7', revision: 2, status: 'rejected' },
    });
    await stand.addSample(writer, pictures[30]!);
    const repeated = await take({ ...(await addJob()), repeatOfId: first.jobId });
    expect(repeated).toMatchObject({ fingerprint: before.fingerprint, missing: 0 });
    const withoutGroup = ({ group: _, ...sample }: (typeof before.samples)[number]) => sample;
    expect(repeated.samples.map(withoutGroup)).toEqual(
      [...before.samples].map(withoutGroup).sort((a, b) => (a.sampleId < b.sampleId ? -1 : 1)),
    );

    await stand.prisma.sample.delete({ where: { id: ids[0]! } });
    const less = await take({ ...(await addJob()), repeatOfId: first.jobId });
    expect(less.missing).toBe(1);
    expect(less.samples).toHaveLength(before.samples.length - 1);
    expect(less.fingerprint).not.toBe(before.fingerprint);
  });

  it('should go on with what an earlier attempt has written down', async () => {
    for (const picture of pictures.slice(0, 10)) await stand.addSample(writer, picture);
    const wish = await addJob();
    const before = await take(wish);
    await stand.addSample(writer, pictures[30]!);
    const { parentId, fingerprint } = before;
    const again = await take({ ...wish, parentId, fingerprint });
    expect(again.samples.map(({ sampleId }) => sampleId)).toEqual(
      before.samples.map(({ sampleId }) => sampleId),
    );
    expect(again.fingerprint).toBe(fingerprint);
  });

  it('should give the same data in the same order and groups, whatever was approved late', async () => {
    const ids: string[] = [];
    for (const [at, picture] of pictures.slice(0, 20).entries()) {
      ids.push(await stand.addSample(writer, picture, at % 3 === 0 ? 'pending' : 'approved'));
    }
    await take(await addJob());
    // Drawn before much of what the first job had, and looked at after it; another is a repetition.
    await stand.prisma.sample.updateMany({ data: { status: 'approved' } });
    await stand.addSample(writer, pictures[5]!);
    const wish = await addJob();
    const before = await take(wish);
    const { parentId, fingerprint } = before;
    const again = await take({ ...wish, parentId, fingerprint });
    expect(again.samples).toEqual(before.samples);
    const repeated = await take({ ...(await addJob()), repeatOfId: wish.jobId });
    expect(repeated.samples).toEqual(before.samples);
    const repeatedAgain = await take({ ...(await addJob()), repeatOfId: wish.jobId });
    expect(repeatedAgain.samples).toEqual(before.samples);
    expect(again.samples.map(({ sampleId }) => sampleId)).toEqual(
      [...again.samples].map(({ sampleId }) => sampleId).sort(),
    );
  });

  it('should refuse a job that is taken up or repeated after all that it learns from was deleted', async () => {
    for (const picture of pictures.slice(0, 20)) await stand.addSample(writer, picture);
    const wish = await addJob();
    const { parentId, fingerprint, samples } = await take(wish);
    const learnt = samples.filter(({ part }) => part === 'train');
    await stand.prisma.sample.deleteMany({
      where: { id: { in: learnt.map(({ sampleId }) => sampleId) } },
    });
    const deleted = 'All samples that this job was to learn from were deleted.';
    await expect(take({ ...wish, parentId, fingerprint })).rejects.toThrow(deleted);
    await expect(take({ ...(await addJob()), repeatOfId: wish.jobId })).rejects.toThrow(deleted);
  });

  it('should say why there is nothing to learn from', async () => {
    await expect(take(await addJob())).rejects.toThrow('no approved samples of digits');
    const missing = { ...(await addJob()), network: 'characters' as const };
    await expect(take(missing)).rejects.toThrow('No version of characters is in service');
  });

  it('should take symbols with enough samples, wherever they were taught, for characters alone', async () => {
    const parentId = await stand.addChampion('characters');
    const ids: string[] = [];
    for (const [at, picture] of pictures.slice(0, 36).entries()) {
      const taught = { ...picture, label: at < 32 ? '✓' : 'ä' };
      ids.push(await stand.addSample(writer, taught, 'approved', at % 2 ? 'digits' : 'characters'));
    }
    const wish = { ...(await addJob()), network: 'characters' as const };
    const snapshot = await take(wish);
    expect(snapshot).toMatchObject({ parentId, symbols: ['✓'] });
    expect(snapshot.samples.length + snapshot.leftOut).toBe(32);
    expect(new Set(snapshot.samples.map(({ label }) => label))).toEqual(new Set(['✓']));
    await expect(take(await addJob())).rejects.toThrow('no approved samples of digits');

    // What reviewers say counts, and the job that is run again has what it had.
    await stand.prisma.sample.updateMany({
      where: { id: { in: ids.slice(0, 4) } },
      data: { reviewerLabel: '7', revision: 2 },
    });
    const later = await take({ ...(await addJob()), network: 'characters' });
    expect(later.symbols).toEqual([]);
    const again = await take({
      ...(await addJob()),
      network: 'characters',
      repeatOfId: wish.jobId,
    });
    expect(again).toMatchObject({ symbols: ['✓'], fingerprint: snapshot.fingerprint });
  });
});
