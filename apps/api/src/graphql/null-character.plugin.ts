import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, visit } from 'graphql';

const NULL_CHARACTER = '\0';

/** Refuses operations with U+0000 in a text: PostgreSQL holds no such text, so nothing that is asked for can have it. */
export const refuseNullCharacter = (): ApolloServerPlugin => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ request, document }) => {
      if (!occursIn(document) && !JSON.stringify(request.variables ?? {}).includes('\\u0000')) return;
      throw new GraphQLError('The query holds the character U+0000. Remove it.', {
        extensions: { code: 'NULL_CHARACTER', http: { status: 400 } },
      });
    },
  }),
});

function occursIn(document: DocumentNode): boolean {
  let found = false;
  visit(document, { StringValue: ({ value }) => void (found ||= value.includes(NULL_CHARACTER)) });
  return found;
}
