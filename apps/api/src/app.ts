import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Database } from '@waymark/store';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { graphiql } from './graphql/graphiql.js';
import { requestId } from './http/request-id.js';
import { smallJson } from './http/small-json.js';
import { Logger } from './logging/logger.js';

/** The whole service over an open database; it does not listen yet. Closing it leaves the database open. */
export async function createApp(
  config: Config,
  database: Database,
  logger = new Logger(config.logLevel),
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(config, database, logger), {
    logger,
    // Uploads are read as streams (intake/receive-body.ts); what is JSON is small.
    bodyParser: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(requestId(logger));
  app.use('/graphql', graphiql());
  app.use(['/graphql', '/v1/tokens'], smallJson);
  app.getHttpAdapter().getInstance().put('/v1/clusters/:cluster', smallJson);
  await app.init();
  return app;
}
