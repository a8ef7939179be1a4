import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types every query of the dashboard from the API's committed contract: no server and no network needed. */
const config: CodegenConfig = {
  schema: '../api/schema.graphql',
  documents: ['{app,cluster,finding,fleet,frame,policy,topology}/**/*.{ts,tsx}'],
  generates: {
    'api/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { DateTime: 'string', ID: 'string' },
      },
    },
  },
};

export default config;
