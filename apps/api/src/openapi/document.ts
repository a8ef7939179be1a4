import {
  analyseQuerySchema,
  analysisSchema,
  clusterRequestSchema,
  clusterSchema,
  CONVERSION,
  createdTokenSchema,
  factSchema,
  findingSchema,
  liveSchema,
  objectRefSchema,
  PROBLEM_MEDIA_TYPE,
  problemSchema,
  readySchema,
  receiptSchema,
  skippedSchema,
  snapshotSchema,
  tokenListSchema,
  tokenRequestSchema,
  type TokenScope,
  uploadQuerySchema,
  verdictSchema,
  versionSchema,
  waitQuerySchema,
} from '@waymark/contract';
import { z } from 'zod';
import { MANIFEST_MEDIA_TYPES } from '../intake/media-type.js';
import { SERVICE_VERSION } from '../version.js';

type Method = 'get' | 'post' | 'put' | 'delete';
type JsonSchema = Record<string, unknown>;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Readonly<Record<string, JsonSchema>>;
  readonly security?: readonly Record<string, readonly string[]>[];
}

export type Paths = Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonSchema): JsonSchema => ({ 'application/json': { schema } });
const answer = (description: string, name: string): JsonSchema => ({ description, content: json(ref(name)) });
const nothing: readonly Record<string, readonly string[]>[] = [];

/** Every operation may fail with the shared problem document. */
const answers = (success: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> => ({
  ...success,
  default: {
    description: 'What went wrong and what to do.',
    content: { [PROBLEM_MEDIA_TYPE]: { schema: ref('Problem') } },
  },
});

const inPath = (name: string, description: string): JsonSchema => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});

/** The keys of a zod object as query parameters. */
function inQuery(schema: z.ZodObject): JsonSchema[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: false,
    schema: property,
  }));
}

const idempotencyKey: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Makes a retry safe: the same key with the same body gives the same answer. 1 to 200 printable characters.',
  schema: { type: 'string', maxLength: 200 },
};

const manifests: JsonSchema = {
  required: true,
  description: 'The manifests of one cluster, also gzipped (Content-Encoding: gzip, or a gzip file as it is).',
  content: Object.fromEntries(
    MANIFEST_MEDIA_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
  ),
};

const needs = (scope: TokenScope) => [{ token: [scope] }];
const cluster = inPath('cluster', 'Name of the cluster: lower-case letters, digits, "-" and ".".');

const PATHS: Paths = {
  '/v1/clusters/{cluster}': {
    put: {
      operationId: 'putCluster',
      summary: 'Create a cluster, or replace its labels',
      tags: ['clusters'],
      parameters: [cluster],
      requestBody: { required: true, content: json(ref('ClusterRequest')) },
      responses: answers({ 200: answer('The cluster as it is now.', 'Cluster') }),
      security: needs('admin'),
    },
  },
  '/v1/clusters/{cluster}/snapshots': {
    post: {
      operationId: 'uploadSnapshot',
      summary: 'Upload all manifests of a cluster',
      tags: ['snapshots'],
      parameters: [cluster, idempotencyKey, ...inQuery(uploadQuerySchema)],
      requestBody: manifests,
      responses: answers({ 202: answer('Stored; the analysis is queued.', 'Receipt') }),
      security: needs('snapshots:write'),
    },
  },
  '/v1/snapshots/{id}': {
    get: {
      operationId: 'getSnapshot',
      summary: 'The state of a snapshot; waits for its analysis when asked to',
      tags: ['snapshots'],
      parameters: [inPath('id', 'The id that the upload answered.'), ...inQuery(waitQuerySchema)],
      responses: answers({ 200: answer('The snapshot and its analysis.', 'Snapshot') }),
      security: needs('read'),
    },
  },
  '/v1/analyses': {
    post: {
      operationId: 'analyse',
      summary: 'Analyse manifests without storing anything',
      tags: ['analyses'],
      parameters: inQuery(analyseQuerySchema),
      requestBody: manifests,
      responses: answers({ 200: answer('The same as `waymark check --output json`.', 'Analysis') }),
      security: needs('read'),
    },
  },
  '/v1/tokens': {
    get: {
      operationId: 'listTokens',
      summary: 'All tokens, without their secrets',
      tags: ['tokens'],
      responses: answers({ 200: answer('The newest first.', 'TokenList') }),
      security: needs('admin'),
    },
    post: {
      operationId: 'createToken',
      summary: 'Create a token; while none exists, the local machine may create the first without one',
      tags: ['tokens'],
      requestBody: { required: true, content: json(ref('TokenRequest')) },
      responses: answers({ 201: answer('The token, shown this once.', 'CreatedToken') }),
      security: needs('admin'),
    },
  },
  '/v1/tokens/{id}': {
    delete: {
      operationId: 'revokeToken',
      summary: 'Revoke a token',
      tags: ['tokens'],
      parameters: [inPath('id', 'Id of the token, from the list.')],
      responses: answers({ 204: { description: 'It opens nothing any more.' } }),
      security: needs('admin'),
    },
  },
  '/livez': {
    get: {
      operationId: 'live',
      summary: 'The process runs',
      tags: ['service'],
      responses: answers({ 200: answer('It does.', 'Live') }),
      security: nothing,
    },
  },
  '/readyz': {
    get: {
      operationId: 'ready',
      summary: 'The database and the queue answer',
      tags: ['service'],
      responses: answers({ 200: answer('They do.', 'Ready') }),
      security: nothing,
    },
  },
  '/version': {
    get: {
      operationId: 'version',
      summary: 'Which release this is',
      tags: ['service'],
      responses: answers({ 200: answer('The versions of the service and of its engine.', 'Version') }),
      security: nothing,
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'openapi',
      summary: 'This document',
      tags: ['service'],
      responses: answers({ 200: { description: 'OpenAPI 3.1.', content: json({ type: 'object' }) } }),
      security: nothing,
    },
  },
};

const SCHEMAS = {
  Analysis: analysisSchema,
  Cluster: clusterSchema,
  ClusterRequest: clusterRequestSchema,
  CreatedToken: createdTokenSchema,
  Fact: factSchema,
  Finding: findingSchema,
  Live: liveSchema,
  ObjectRef: objectRefSchema,
  Problem: problemSchema,
  Ready: readySchema,
  Receipt: receiptSchema,
  Skipped: skippedSchema,
  Snapshot: snapshotSchema,
  TokenList: tokenListSchema,
  TokenRequest: tokenRequestSchema,
  Verdict: verdictSchema,
  Version: versionSchema,
};

function componentSchemas(): Record<string, JsonSchema> {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) named.add(schema, { id });
  const { schemas } = z.toJSONSchema(named, { ...CONVERSION, uri: (id) => `#/components/schemas/${id}` });
  // Parts that have a name of their own but no place in SCHEMAS; zod gathers them apart.
  const { __shared: shared, ...own } = schemas;
  const all = JSON.stringify({ ...own, ...shared?.$defs }).replaceAll('/schemas/__shared#/$defs/', '/schemas/');
  return z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .parse(JSON.parse(all, (key, value: unknown) => (key === '$schema' || key === '$id' ? undefined : value)));
}

/** The OpenAPI 3.1 document of the REST interface; its schemas are those that the requests are checked with. */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Waymark',
    version: SERVICE_VERSION,
    description:
      'Uploads of manifests and what belongs to them. Everything that is read about the fleet comes from POST /graphql.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: PATHS,
  components: {
    schemas: componentSchemas(),
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'waymark_…, see /v1/tokens' } },
  },
};
