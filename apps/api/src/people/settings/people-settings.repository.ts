import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_PEOPLE_SETTINGS,
  PEOPLE_SETTINGS_KEY,
  peopleSettingsSchema,
  type PeopleSettings,
} from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { recordAudit } from '../../database/record-audit.js';
import { PRISMA } from '../../database/database.module.js';

@Injectable()
export class PeopleSettingsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  read(): Promise<PeopleSettings> {
    return readStored(this.prisma);
  }

  /** Under a lock, so that of two changes at the same moment none is lost. */
  change(change: Partial<PeopleSettings>, byId: string): Promise<PeopleSettings> {
    return this.prisma.$transaction(async (tx) => {
      await tx.setting.createMany({
        data: [{ key: PEOPLE_SETTINGS_KEY, value: {} }],
        skipDuplicates: true,
      });
      await tx.$queryRaw`SELECT 1 AS locked FROM setting WHERE key = ${PEOPLE_SETTINGS_KEY} FOR UPDATE`;
      const before = await readStored(tx);
      const after = { ...before, ...change };
      await tx.setting.update({ where: { key: PEOPLE_SETTINGS_KEY }, data: { value: after } });
      await recordAudit(tx, {
        byId,
        action: 'settings.people',
        subject: { type: 'settings', id: PEOPLE_SETTINGS_KEY },
        before,
        after,
      });
      return after;
    });
  }
}

/** What was never set, or is stored as this version does not know it, is the default. */
async function readStored(prisma: Prisma.TransactionClient): Promise<PeopleSettings> {
  const row = await prisma.setting.findUnique({ where: { key: PEOPLE_SETTINGS_KEY } });
  const stored = peopleSettingsSchema.partial().safeParse(row?.value ?? {});
  return { ...DEFAULT_PEOPLE_SETTINGS, ...stored.data };
}
