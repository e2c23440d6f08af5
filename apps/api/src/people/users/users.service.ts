import { Injectable, Logger } from '@nestjs/common';
import type { User, UserChange, usersPageSchema, usersQuerySchema } from '@inkling/contract';
import type { z } from 'zod';
import { roleOf } from '../../http/access/standing.js';
import { pageCursor } from '../../common/page-cursor.js';
import { notFound } from '../../common/problem-error.js';
import { validationProblem } from '../../common/validation.js';
import { orLastAdmin } from './or-last-admin.js';
import { UsersRepository, type LockedPerson, type UserRecord } from './users.repository.js';

@Injectable()
export class UsersService {
  private readonly logger = new Logger(UsersService.name);

  constructor(private readonly users: UsersRepository) {}

  async list({
    cursor,
    limit,
    ...filter
  }: z.output<typeof usersQuerySchema>): Promise<z.output<typeof usersPageSchema>> {
    const records = await this.users.list({ ...filter, before: pageCursor(cursor) }, limit + 1);
    const page = records.slice(0, limit);
    return {
      items: page.map(toUser),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }

  async change(id: string, change: UserChange, byId: string): Promise<User> {
    const judge = (person: LockedPerson) => refuseForGuests(person, change);
    const isChanged = await orLastAdmin(this.users.change(id, change, { byId, judge }));
    if (!isChanged) throw notFound('person');
    this.logger.log(`user ${id} was changed by ${byId}: ${JSON.stringify(change)}`);
    const user = await this.users.get(id);
    if (!user) throw notFound('person');
    return toUser(user);
  }
}

function refuseForGuests({ isGuest }: LockedPerson, { role }: UserChange): void {
  if (!isGuest || role === undefined || role === 'writer') return;
  throw validationProblem([
    {
      message:
        'A guest has no password and no address, so they can be nothing else: invite them first, and their drawings go with them.',
      path: ['role'],
    },
  ]);
}

const toUser = ({ email, role, disabledAt, createdAt, lastSeenAt, ...user }: UserRecord): User => ({
  ...user,
  // What Better Auth makes up for a guest is nobody's.
  email: user.isGuest ? null : email,
  role: roleOf(role),
  disabledAt: disabledAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
});
