import { type Driver, PostgresDialect } from 'kysely';

/**
 * PostgreSQL as Kysely has it, but for connections that are lost: Kysely never gives one back on which BEGIN or ROLLBACK fails, as
 * they do when the database has gone. After a few restarts of the database the pool would be empty, and its end wait for ever.
 */
export class LossProofDialect extends PostgresDialect {
  override createDriver(): Driver {
    const driver = super.createDriver();
    const begin = driver.beginTransaction.bind(driver);
    const rollback = driver.rollbackTransaction.bind(driver);
    driver.beginTransaction = async (connection, settings) => {
      try {
        await begin(connection, settings);
      } catch (error) {
        await driver.releaseConnection(connection);
        throw error;
      }
    };
    // What a lost connection had begun is gone with it; whoever rolls back has the error that made them.
    driver.rollbackTransaction = (connection) => rollback(connection).catch(() => {});
    return driver;
  }
}
