import { z } from 'zod';
import { skippedSchema } from './analysis.js';

export const ANALYSIS_STATES = ['QUEUED', 'RUNNING', 'DONE', 'FAILED'] as const;
export type AnalysisState = (typeof ANALYSIS_STATES)[number];

/** 1 to 63 lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit. */
export const CLUSTER_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/;

const moment = z.iso.datetime({ offset: true });

/** What the sender may say about an upload, in the query. */
export const uploadQuerySchema = z.strictObject({
  capturedAt: moment
    .optional()
    .describe('When the manifests were read from the cluster; default: now. Not in the future.'),
  repository: z.string().max(500).optional(),
  commit: z
    .string()
    .regex(/^[0-9a-fA-F]{7,64}$/, 'must be 7 to 64 hexadecimal digits')
    .optional(),
  ref: z.string().max(500).optional(),
  run: z.string().max(500).optional().describe('The CI run, as a link or a name.'),
  istioVersion: z
    .string()
    .regex(/^\d+\.\d+(\.\d+)?([-+][0-9A-Za-z.-]+)?$/, 'must be a version such as 1.28 or 1.28.1')
    .optional()
    .describe('Judge by this Istio version when the snapshot itself does not tell.'),
});
export type UploadQuery = z.infer<typeof uploadQuerySchema>;

export const analyseQuerySchema = uploadQuerySchema.pick({ istioVersion: true });

/** Most seconds that one request may wait for an analysis. */
export const LONGEST_WAIT_SECONDS = 60;

export const waitQuerySchema = z.strictObject({
  wait: z.coerce
    .number('must be a number of seconds')
    .min(0)
    .max(LONGEST_WAIT_SECONDS)
    .default(0)
    .describe(`Seconds to wait for the analysis to end, at most ${LONGEST_WAIT_SECONDS}.`),
});

const severityCounts = z.object({ error: z.int(), warning: z.int(), info: z.int() });

export const snapshotAnalysisSchema = z.object({
  id: z.string(),
  state: z.enum(ANALYSIS_STATES),
  engineVersion: z.string().nullable(),
  istioVersion: z.string().nullable(),
  queuedAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  error: z.string().nullable().describe('Why the analysis failed; null unless state is FAILED.'),
  findingCounts: severityCounts.nullable().describe('Open findings; null until the analysis is done.'),
  url: z.string().describe('GET it with ?wait=60 until state is DONE or FAILED.'),
});

export const LISTED_SKIPPED = 1000;

/** The answer to an upload (202). It never changes: the same upload again gets the same bytes. */
export const receiptSchema = z.object({
  id: z.string(),
  cluster: z.string(),
  sequence: z.int().describe('1 for the first upload of a cluster, then one more each time.'),
  digest: z.string().describe('The same for the same objects, whatever their order or layout.'),
  capturedAt: moment,
  receivedAt: moment,
  repository: z.string().nullable(),
  commit: z.string().nullable(),
  ref: z.string().nullable(),
  run: z.string().nullable(),
  objectCount: z.int(),
  skippedCount: z.int(),
  skipped: z.array(skippedSchema).describe(`What takes no part, and why; the first ${LISTED_SKIPPED}.`),
  analysis: snapshotAnalysisSchema.pick({ id: true, url: true }),
  url: z.string(),
});
export type ReceiptJson = z.infer<typeof receiptSchema>;

/** The answer to GET /v1/snapshots/{id}. */
export const snapshotSchema = receiptSchema.extend({ analysis: snapshotAnalysisSchema });
export type SnapshotJson = z.infer<typeof snapshotSchema>;
