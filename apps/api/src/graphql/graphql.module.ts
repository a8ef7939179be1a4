import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { AccessModule } from '../access/access.module.js';
import { AccessService } from '../access/access.service.js';
import { Logger } from '../logging/logger.js';
import { contextOf } from './context.js';
import { formatError } from './error-format.js';
import { LoadersFactory } from './loaders.js';
import { LoadersModule } from './loaders.module.js';
import { refuseNullCharacter } from './null-character.plugin.js';
import { NodesResolver } from './nodes.resolver.js';
import { MOST_TOKENS, QUERY_LIMITS, queryLimits } from './query-limits.plugin.js';

@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [AccessModule, LoadersModule],
      inject: [AccessService, LoadersFactory, Logger],
      useFactory: (access: AccessService, loaders: LoadersFactory, logger: Logger) => ({
        autoSchemaFile: true,
        sortSchema: true,
        introspection: true,
        graphiql: false,
        playground: false,
        csrfPrevention: true,
        includeStacktraceInErrorResponses: false,
        parseOptions: { maxTokens: MOST_TOKENS },
        plugins: [ApolloServerPluginLandingPageDisabled(), queryLimits(QUERY_LIMITS), refuseNullCharacter()],
        context: contextOf(access, loaders),
        formatError: formatError(logger),
      }),
    }),
  ],
  providers: [NodesResolver],
})
export class WaymarkGraphqlModule {}
