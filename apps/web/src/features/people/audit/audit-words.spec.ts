import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS, type AuditAction, type AuditEntry } from '@inkling/contract';
import { runsOf } from './audit-runs';
import { actionWords, runWords, differencesOf, whoOf } from './audit-words';

const anna = {
  id: '01890000-0000-7000-8000-00000000aaaa',
  name: 'Anna',
  email: 'anna@example.org',
};

const entry = (action: AuditAction, parts: Partial<AuditEntry> = {}): AuditEntry => ({
  id: '01890000-0000-7000-8000-000000000001',
  at: '2026-06-15T12:00:00.000Z',
  action,
  by: anna,
  subject: { type: 'user', id: 'b', name: 'Berta' },
  before: null,
  after: null,
  requestId: null,
  ...parts,
});

describe('actionWords', () => {
  it('goes on where the name of who did it ends', () => {
    expect(actionWords(entry('user.role', { after: { role: 'admin' } }))).toBe(
      'made Berta an admin',
    );
    expect(actionWords(entry('user.disabled', { after: { disabled: true } }))).toBe(
      'disabled Berta',
    );
    expect(actionWords(entry('user.disabled', { after: { disabled: false } }))).toBe(
      'enabled Berta again',
    );
    const own = { type: 'user', id: anna.id, name: 'Anna' };
    expect(actionWords(entry('user.role', { subject: own, after: { role: 'writer' } }))).toBe(
      'made themselves a writer',
    );
    const gone = { type: 'user', id: 'c', name: null };
    expect(actionWords(entry('user.trusted', { subject: gone, after: { trusted: true } }))).toBe(
      'made a deleted person trusted',
    );
    const model = { type: 'model', id: 'm', name: 'digits 3' };
    expect(actionWords(entry('model.promote', { subject: model }))).toBe('promoted digits 3');
    const webhook = { type: 'webhook', id: 'w', name: null };
    const off = entry('webhook.switched-off', {
      ...{ subject: webhook, by: null },
      after: { host: 'example.org', byInkling: true },
    });
    expect(`${whoOf(off)} ${actionWords(off)}`).toBe(
      'Inkling switched off the webhook to example.org',
    );
    const key = { name: 'pad', origins: ['https://school.example'] };
    expect(actionWords(entry('key.create', { after: key }))).toBe(
      'created the API key “pad” for pages of https://school.example',
    );
    const settings = { type: 'settings', id: 'training:digits', name: null };
    expect(actionWords(entry('settings.training', { subject: settings }))).toBe(
      'changed the training settings of digits',
    );
  });

  it.each([
    ['review.approve', [['7', 3]], [['7', 3]], 'approved 3 drawings of 7'],
    ['review.approve', [['0', 1]], [['0', 1]], 'approved a 0'],
    ['review.approve', [['7', 1]], [['8', 1]], 'approved a 7 as 8'],
    ['review.reject', [['8', 1]], [['8', 1]], 'rejected an 8'],
    ['review.reopen', [['A', 2]], [['A', 2]], 'reopened 2 drawings of A'],
    ['review.undo', [['m', 1]], [['m', 1]], 'undid a decision on an m'],
    ['review.approve', [['7', 1200], ['1', 34]], [['7', 1200], ['1', 34]], 'approved 1,234 digits'], // prettier-ignore
    ['review.approve', [['7', 2], ['b', 1]], [['7', 2], ['b', 1]], 'approved 3 characters'], // prettier-ignore
  ] as const)('%s of %j: %j', (action, was, is, words) => {
    const samples = (groups: typeof was | typeof is, status: string) => ({
      samples: groups.map(([label, count]) => ({ label, count, status })),
    });
    const parts = { before: samples(was, 'pending'), after: samples(is, 'approved') };
    expect(actionWords(entry(action, parts))).toBe(words);
  });

  it.each([
    [[{ status: 'approved', retyped: false, count: 1 }], [], 'approved a line'],
    [[{ status: 'approved', retyped: true, count: 1 }], [], 'approved a line with another text'],
    [
      [
        { status: 'approved', retyped: false, count: 2 },
        { status: 'approved', retyped: true, count: 1 },
      ],
      [],
      'approved 3 lines, 1 with another text',
    ],
    [
      [{ status: 'approved', retyped: false, count: 2 }],
      [{ status: 'approved', label: '7', count: 3 }],
      'approved 3 drawings of 7 and 2 lines',
    ],
  ])('lines %j beside %j: %s', (lines, samples, words) => {
    const after = { lines, ...(samples.length > 0 && { samples }) };
    expect(actionWords(entry('review.approve', { after }))).toBe(words);
  });

  it('has words for every action, and says one of another version as it is', () => {
    for (const action of AUDIT_ACTIONS) expect(actionWords(entry(action))).not.toBe(action);
    expect(actionWords(entry('something.new' as AuditAction))).toBe('something.new');
  });
});

describe('runsOf', () => {
  const decided = (action: AuditAction, label: string, parts: Partial<AuditEntry> = {}) =>
    entry(action, { after: { samples: [{ status: 'approved', label, count: 1 }] }, ...parts });

  it('puts decisions of one kind by one person together, and nothing else', () => {
    const berta = { ...anna, id: 'b', name: 'Berta' };
    const inkling = { by: null, after: { automatic: true, samples: [{ label: '7', count: 1 }] } };
    const runs = runsOf([
      ...[decided('review.approve', '7'), decided('review.approve', '1')],
      decided('review.approve', '0', { by: berta }),
      ...[
        decided('review.reject', '3', { by: berta }),
        decided('review.reject', '3', { by: berta }),
      ],
      ...[decided('review.approve', '7', { by: null }), entry('review.approve', inkling)],
      ...[entry('key.create'), entry('key.create')],
    ]);
    expect(runs.map((run) => `${whoOf(run[0])} ${runWords(run)}`)).toEqual([
      'Anna approved 2 digits',
      'Berta approved a 0',
      'Berta rejected 2 drawings of 3',
      'A deleted person approved a 7',
      'Inkling approved a 7 automatically: trusted writer',
      ...Array.from({ length: 2 }, () => 'Anna created the API key “undefined”'),
    ]);
  });
});

describe('whoOf', () => {
  it('knows people, guests, and those who are gone', () => {
    expect(whoOf({ by: anna, after: null })).toBe('Anna');
    expect(whoOf({ by: { ...anna, name: '' }, after: null })).toBe('anna@example.org');
    expect(whoOf({ by: { ...anna, email: null }, after: null })).toBe('Guest aaaa');
    expect(whoOf({ by: null, after: null })).toContain('deleted');
  });
});

describe('differencesOf', () => {
  it('lists what changed, and nothing else', () => {
    const before = { threshold: { enabled: true, quietMinutes: 10 }, keepVersions: 20 };
    const after = { threshold: { enabled: false, quietMinutes: 10 }, keepVersions: 7 };
    expect(differencesOf({ before, after })).toEqual([
      { what: 'threshold, enabled', before: 'yes', after: 'no' },
      { what: 'keep versions', before: '20', after: '7' },
    ]);
    expect(differencesOf({ before, after: before })).toEqual([]);
  });

  it('shows what came and what went', () => {
    expect(differencesOf({ before: null, after: { name: 'k', expiresAt: null } })).toEqual([
      { what: 'name', before: null, after: 'k' },
    ]);
    expect(differencesOf({ before: { name: 'k' }, after: null })).toEqual([
      { what: 'name', before: 'k', after: null },
    ]);
  });

  it('leaves ids to the details', () => {
    const after = { ownerId: anna.id, corrections: [anna.id, anna.id], name: 'k' };
    expect(differencesOf({ before: null, after })).toEqual([
      { what: 'name', before: null, after: 'k' },
    ]);
  });

  it('tells samples by how many stood how', () => {
    const was = { samples: [{ status: 'pending', label: '7', count: 2 }] };
    const is = { samples: [{ status: 'approved', label: '7', count: 2 }] };
    expect(differencesOf({ before: was, after: is })).toEqual([
      { what: 'samples', before: '2 × 7 pending', after: '2 × 7 approved' },
    ]);
    const lines = (status: string, retyped: boolean) => ({
      lines: [{ status, retyped, count: 1 }],
    });
    expect(
      differencesOf({ before: lines('pending', false), after: lines('approved', true) }),
    ).toEqual([{ what: 'lines', before: '1 pending', after: '1 approved with another text' }]);
  });
});
