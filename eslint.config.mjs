// The import rules of the house (docs/architecture.md): arrows point to the engine, nothing points out of it.
import { builtinModules } from 'node:module';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
const prismaOutsideStore = {
  group: ['@prisma/*', 'prisma', 'prisma/*', '.prisma/*', '**/generated/prisma/**', 'pglite-prisma-adapter'],
  message: 'Prisma stays inside libs/store: ask a repository for engine types instead.',
};
const nestOutsideApps = { group: ['@nestjs/*'], message: 'A Nest decorator never enters a library.' };
const restricted = (...patterns) => ['error', { patterns }];

const layers = [
  { sourceTag: 'scope:engine', onlyDependOnLibsWithTags: ['scope:engine'] },
  { sourceTag: 'scope:contract', onlyDependOnLibsWithTags: ['scope:contract'] },
  { sourceTag: 'scope:store', onlyDependOnLibsWithTags: ['scope:engine'] },
  { sourceTag: 'scope:report', onlyDependOnLibsWithTags: ['scope:engine'] },
  {
    sourceTag: 'scope:api',
    onlyDependOnLibsWithTags: ['scope:engine', 'scope:contract', 'scope:store', 'scope:report'],
  },
  { sourceTag: 'scope:cli', onlyDependOnLibsWithTags: ['scope:engine', 'scope:contract', 'scope:report'] },
  { sourceTag: 'scope:dashboard', onlyDependOnLibsWithTags: ['scope:contract'] },
  { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: ['scope:contract'] },
  { sourceTag: 'scope:tools', onlyDependOnLibsWithTags: ['*'] },
];

export default [
  { ignores: ['**/dist', '**/.next', '**/generated', '**/node_modules', '**/next-env.d.ts', 'data', '**/testdata'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints: layers }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  // Nest reads constructor parameter types at run time, so they must stay value imports.
  { files: ['apps/api/**/*.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
  {
    files: ['libs/engine/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/engine/src/testing/**'],
    rules: {
      'no-restricted-imports': restricted(
        { group: nodeBuiltins, message: 'The engine is pure: no disk, network, clock or process.' },
        { group: ['@waymark/*'], message: 'Nothing points out of the engine.' },
        prismaOutsideStore,
        nestOutsideApps,
      ),
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'Buffer'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The engine has no clock.' },
        { object: 'Math', property: 'random', message: 'The engine is deterministic.' },
      ],
    },
  },
  {
    files: ['libs/contract/**/*.ts', 'libs/report/**/*.ts'],
    rules: { 'no-restricted-imports': restricted(prismaOutsideStore, nestOutsideApps) },
  },
  { files: ['libs/store/**/*.ts'], rules: { 'no-restricted-imports': restricted(nestOutsideApps) } },
  {
    files: ['apps/api/**/*.ts', 'apps/cli/**/*.ts'],
    rules: { 'no-restricted-imports': restricted(prismaOutsideStore) },
  },
  {
    files: ['apps/dashboard/**/*.ts', 'apps/dashboard/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'no-restricted-imports': restricted(prismaOutsideStore, nestOutsideApps, {
        group: ['@waymark/engine', '@waymark/engine/*', '@waymark/store', '@waymark/store/*', '@waymark/report'],
        message: 'The dashboard reads the API, nothing else; it never computes a verdict.',
      }),
    },
  },
];
