import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '@inkling/contract';
import { deedOf, differencesOf, whoOf } from './audit-words';

const anna = {
  id: '01890000-0000-7000-8000-00000000aaaa',
  name: 'Anna',
  email: 'anna@example.org',
};

const entry = (action: string, parts: Partial<AuditEntry> = {}): AuditEntry => ({
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

describe('deedOf', () => {
  it('goes on where the name of who did it ends', () => {
    expect(deedOf(entry('user.role', { after: { role: 'admin' } }))).toBe('made Berta an admin');
    expect(deedOf(entry('user.disabled', { after: { disabled: true } }))).toBe('disabled Berta');
    expect(deedOf(entry('user.disabled', { after: { disabled: false } }))).toBe(
      'enabled Berta again',
    );
    const own = { type: 'user', id: anna.id, name: 'Anna' };
    expect(deedOf(entry('user.role', { subject: own, after: { role: 'writer' } }))).toBe(
      'made themselves a writer',
    );
    const gone = { type: 'user', id: 'c', name: null };
    expect(deedOf(entry('user.trusted', { subject: gone, after: { trusted: true } }))).toBe(
      'trusts somebody who was deleted',
    );
    const model = { type: 'model', id: 'm', name: 'digits 3' };
    expect(deedOf(entry('model.promote', { subject: model }))).toBe('put digits 3 into service');
    const settings = { type: 'settings', id: 'training:digits', name: null };
    expect(deedOf(entry('settings.training', { subject: settings }))).toBe(
      'changed the training settings of digits',
    );
  });

  it('counts what reviewers decided', () => {
    const samples = [
      { status: 'approved', label: '7', count: 3 },
      { status: 'approved', label: '1', count: 2 },
    ];
    expect(deedOf(entry('review.approve', { after: { samples } }))).toBe('approved 5 corrections');
    expect(deedOf(entry('review.reject', { after: { samples: [{ count: 1 }] } }))).toBe(
      'rejected a correction',
    );
  });

  it('says the action where it has no words for it', () => {
    expect(deedOf(entry('something.new'))).toBe('something.new');
  });
});

describe('whoOf', () => {
  it('knows people, guests, and those who are gone', () => {
    expect(whoOf({ by: anna })).toBe('Anna');
    expect(whoOf({ by: { ...anna, name: '' } })).toBe('anna@example.org');
    expect(whoOf({ by: { ...anna, email: null } })).toBe('Guest aaaa');
    expect(whoOf({ by: null })).toContain('deleted');
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
  });
});
