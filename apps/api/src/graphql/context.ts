import { AppError } from '@waymark/contract';
import type { Viewer } from '@waymark/store';
import type { Request } from 'express';
import { GraphQLError } from 'graphql';
import type { Caller } from '../access/caller.js';
import type { AccessService } from '../access/access.service.js';
import type { Loaders, LoadersFactory } from './loaders.js';

/** What every resolver of one request shares: who looks, and the loaders that gather its look-ups. */
export interface GraphqlContext {
  readonly caller: Caller;
  readonly viewer: Viewer;
  readonly loaders: Loaders;
}

/** Throws with HTTP status 401 or 403 when the caller may not read. */
export const contextOf =
  (access: AccessService, loaders: LoadersFactory) =>
  async ({ req }: { req: Request }): Promise<GraphqlContext> => {
    try {
      const caller = await access.callerOf(req);
      caller.mustHave('read');
      return { caller, viewer: caller.viewer, loaders: loaders.of(caller.viewer) };
    } catch (error) {
      throw error instanceof AppError ? refusal(error) : error;
    }
  };

const refusal = (error: AppError): GraphQLError =>
  new GraphQLError(error.message, {
    extensions: { code: error.code, http: { status: error.status } },
  });
