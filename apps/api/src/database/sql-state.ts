/** What PostgreSQL calls the fault of a query that failed, such as `23505`; see its appendix A. */
export function sqlStateOf(error: unknown): string | undefined {
  const { meta } = (error ?? {}) as {
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
  };
  const code = meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === 'string' ? code : undefined;
}

/** `invalid_parameter_value` */
export const INVALID_PARAMETER = '22023';

/** `unique_violation` */
export const NOT_UNIQUE = '23505';
