/** The database does not answer now. What was asked of it may have been done or not. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';

  constructor() {
    super('The database is not responding.');
  }
}
