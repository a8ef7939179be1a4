import { z } from 'zod';

export const ENFORCER_TYPES = [
  'ZTUNNEL',
  'WAYPOINT',
  'AGENTGATEWAY_WAYPOINT',
  'SANDWICH',
  'SIDECAR',
  'GATEWAY',
  'EASTWEST',
  'NOBODY',
] as const;

export const PATH_CLASSES = [
  'SERVICE_ADDRESSED',
  'POD_ADDRESSED',
  'INGRESS',
  'SIDECAR_CLIENT',
  'UNCAPTURED_CLIENT',
] as const;

export const EFFECTS = [
  'AS_WRITTEN',
  'ALLOW_RULES_DROPPED',
  'ALLOW_DENIES_ALL',
  'ALLOW_WIDENED',
  'DENY_WIDENED',
  'DENY_NO_EFFECT',
  'DENY_PARTIAL',
  'NOT_SENT_UNSUPPORTED_ACTION',
  'NOT_SENT_DRY_RUN',
  'DRY_RUN_LOGGED',
  'NOT_ATTACHED',
  'TARGET_NOT_FOUND',
  'TARGET_NOT_BOUND',
  'WRONG_IDENTITY',
  'WRONG_PORT_SPACE',
  'BYPASSED',
  'NO_IDENTITY',
] as const;

export const RULE_EFFECTS = ['AS_WRITTEN', 'DROPPED', 'DEAD', 'WIDENED', 'PARTIAL', 'NOT_EVALUATED'] as const;
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export const ISTIO_VERSION_SOURCES = ['SNAPSHOT', 'GIVEN', 'NEWEST'] as const;

export const SKIP_REASONS = [
  'SYNTAX',
  'NOT_AN_OBJECT',
  'MISSING_KIND',
  'MISSING_NAME',
  'DUPLICATE_KEY',
  'DUPLICATE_OBJECT',
  'TOO_DEEP',
  'TOO_MANY_ALIASES',
  'DOCUMENT_TOO_LARGE',
  'TOO_MANY_OBJECTS',
  'INVALID_ENCODING',
  'UNSUPPORTED_FILE',
  'DAMAGED_ARCHIVE',
  'UNSUPPORTED_KIND',
  'SECRET',
  'INVALID_OBJECT',
  'UNSUPPORTED_RULE',
] as const;

const count = z.int().nonnegative();

export const objectRefSchema = z
  .object({ kind: z.string(), namespace: z.string().describe("'' for cluster-scoped kinds"), name: z.string() })
  .readonly()
  .meta({ id: 'ObjectRef' });

export const skippedSchema = z
  .object({
    file: z.string(),
    line: z.int(),
    reason: z.enum(SKIP_REASONS),
    message: z.string().describe('What is wrong and what to do.'),
    object: objectRefSchema.optional(),
    field: z.string().optional().describe('Dotted path of the field that is wrong.'),
  })
  .readonly()
  .meta({ id: 'Skipped' });

export const factSchema = z
  .object({
    fact: z.string().describe('One link of the chain of reasons, as a sentence.'),
    object: objectRefSchema,
    field: z.string().describe("Dotted path inside the object; '' for the object itself."),
    file: z.string(),
    line: z.int(),
  })
  .readonly()
  .meta({ id: 'Fact' });

export const enforcerSchema = z
  .object({ type: z.enum(ENFORCER_TYPES), namespace: z.string(), name: z.string() })
  .readonly()
  .meta({ id: 'Enforcer', description: 'Who evaluates the policy; namespace and name are empty for NOBODY.' });

export const verdictSchema = z
  .object({
    policy: objectRefSchema,
    enforcer: enforcerSchema,
    pathClass: z.enum(PATH_CLASSES).nullable().describe('How the traffic comes; null when nobody evaluates at all.'),
    effect: z.enum(EFFECTS),
    rules: z.array(z.object({ index: z.int(), effect: z.enum(RULE_EFFECTS) }).readonly()).readonly(),
    targets: z.array(objectRefSchema).readonly(),
    evidence: z.array(factSchema).readonly(),
  })
  .readonly()
  .meta({ id: 'Verdict' });

const findingFields = {
  check: z.string(),
  severity: z.enum(SEVERITIES),
  message: z.string(),
  object: objectRefSchema,
  field: z.string(),
  file: z.string(),
  line: z.int(),
  affected: z.array(objectRefSchema).readonly(),
  evidence: z.array(factSchema).readonly(),
  fingerprint: z.string().describe('Same cause, same fingerprint, whatever moved in the file.'),
};

export const findingSchema = z.object(findingFields).readonly().meta({ id: 'Finding' });

export const suppressedFindingSchema = z
  .object({
    ...findingFields,
    suppression: z
      .object({ reason: z.string(), field: z.string(), file: z.string(), line: z.int() })
      .readonly()
      .describe('The annotation that asks to ignore it: why, and where that stands.'),
  })
  .readonly()
  .meta({ id: 'SuppressedFinding' });

const summarySchema = z
  .object({
    objects: count,
    skipped: count,
    namespaces: count,
    workloads: count,
    capturedWorkloads: count,
    services: count,
    waypoints: count,
    policies: count,
    effects: z
      .partialRecord(z.enum(EFFECTS), count)
      .readonly()
      .describe('Verdicts by effect; only effects that occur.'),
    findings: z.object({ error: count, warning: count, info: count }).readonly(),
    suppressed: count.describe('Findings that annotations ask to ignore; not counted in findings.'),
  })
  .readonly()
  .meta({ id: 'AnalysisSummary' });

const namespaceSummarySchema = z
  .object({
    name: z.string(),
    mode: z.enum(['AMBIENT', 'SIDECAR', 'MIXED', 'NONE']),
    workloads: count,
    capturedWorkloads: count,
    services: count,
    waypoint: z.string().nullable(),
  })
  .readonly()
  .meta({ id: 'NamespaceSummary' });

const waypointSummarySchema = z
  .object({
    namespace: z.string(),
    name: z.string(),
    type: z.enum(ENFORCER_TYPES).exclude(['ZTUNNEL', 'SIDECAR', 'NOBODY']),
    waypointFor: z.string(),
    ready: z.enum(['READY', 'NOT_READY', 'UNKNOWN']),
    boundServices: count,
    boundWorkloads: count,
  })
  .readonly()
  .meta({ id: 'WaypointSummary' });

/** The JSON of `waymark check --output json` and of `POST /v1/analyses`. */
export const analysisSchema = z
  .object({
    schemaVersion: z.literal(1),
    engineVersion: z.string(),
    istioVersion: z.string().describe('The Istio version that the manifests are judged by.'),
    istioVersionSource: z.enum(ISTIO_VERSION_SOURCES),
    rootNamespace: z.string(),
    trustDomain: z.string(),
    summary: summarySchema,
    namespaces: z.array(namespaceSummarySchema).readonly(),
    waypoints: z.array(waypointSummarySchema).readonly(),
    verdicts: z.array(verdictSchema).readonly(),
    findings: z.array(findingSchema).readonly(),
    suppressedFindings: z.array(suppressedFindingSchema).readonly(),
    skipped: z.array(skippedSchema).readonly(),
  })
  .readonly();

export type AnalysisJson = z.infer<typeof analysisSchema>;
export type SkippedJson = z.infer<typeof skippedSchema>;
