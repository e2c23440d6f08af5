export type DatabaseSetUpCode =
  /** A folder on the way is closed to the user that Postgres runs as. */
  | 'folder-closed'
  /** The data folder can't be written. */
  | 'folder-read-only'
  | 'disk-full'
  /** The data were written by a newer version of Inkling or of Postgres. */
  | 'newer-data'
  /** The data were written by an older major version of Postgres. */
  | 'older-postgres'
  /** A part of the data folder is missing or was changed by hand. */
  | 'damaged-data'
  /** There is no Postgres for this machine in node_modules. */
  | 'no-binaries'
  | 'postgres-failed'
  /** A migration could not be applied; the database is as it was before it. */
  | 'migration-failed';

/** Something that the person who starts Inkling can mend: its message is one sentence for them. */
export class DatabaseSetUpError extends Error {
  override readonly name = 'DatabaseSetUpError';

  constructor(
    readonly code: DatabaseSetUpCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const codeOf = (error: unknown): string | undefined =>
  (error as NodeJS.ErrnoException | undefined)?.code;

/** Gives errors of the file system a name and a sentence; anything else is returned as it is. */
export const explainFolderError = (error: unknown, folder: string): unknown => {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DatabaseSetUpError(
        'disk-full',
        `The disk that holds the data folder ${folder} is full: make room and start again.`,
        { cause: error },
      );
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new DatabaseSetUpError(
        'folder-read-only',
        `The data folder ${folder} cannot be written: allow it, or name another with DATA_DIR.`,
        { cause: error },
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new DatabaseSetUpError(
        'damaged-data',
        `The data folder ${folder} is not a folder: name another with DATA_DIR.`,
        { cause: error },
      );
    default:
      return error;
  }
};
