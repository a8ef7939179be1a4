import { openDatabase, StoreError } from '@waymark/store';
import { type Config, readConfig, StartFault } from './config/config.js';
import { Logger } from './logging/logger.js';

const SHUTDOWN_MS = 10_000;

/** Opens the database, starts what the role asks for, and ends cleanly on SIGTERM and SIGINT. */
async function start(config: Config, logger: Logger): Promise<void> {
  const database = await openDatabase(config.databaseUrl);
  try {
    // Only now: a wrong configuration is told at once, before a thousand modules are loaded.
    const [{ createApp }, { listen }] = await Promise.all([import('./app.js'), import('./listen.js')]);
    const app = await createApp(config, database, logger);
    endOnSignal(logger, async () => {
      await app.close();
      await database.close();
    });
    await listen(app, config, logger);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function endOnSignal(logger: Logger, close: () => Promise<void>): void {
  const end = (signal: string) => {
    logger.info('ending', { signal });
    // Whatever still runs is taken up again at the next start.
    setTimeout(() => process.exit(0), SHUTDOWN_MS).unref();
    close().then(
      () => process.exit(0),
      (cause: unknown) => {
        logger.error('could not end cleanly', { cause });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

try {
  const config = readConfig(process.env);
  await start(config, new Logger(config.logLevel));
} catch (error) {
  if (!(error instanceof StartFault) && !(error instanceof StoreError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
