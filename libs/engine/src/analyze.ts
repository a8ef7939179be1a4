import type { Analysis, AnalysisSummary, Effect, Finding, Severity, Verdict } from './analysis.js';
import { runChecks } from './checks/run-checks.js';
import { ENGINE_VERSION } from './engine-version.js';
import type { Skipped } from './manifest/manifest.js';
import type { ReadResult } from './manifest/read.js';
import { buildModel, type ModelOptions } from './model/build.js';
import type { ClusterModel } from './model/model.js';
import { compareText } from './model/order.js';
import { summarizeNamespaces } from './summary/namespaces.js';
import { summarizeWaypoints } from './summary/waypoints.js';
import { judge } from './verdict/judge.js';

/** One cluster's manifests to the whole answer. Pure: the same objects in any order give the same bytes. */
export function analyze(input: ReadResult, options: ModelOptions = {}): Analysis {
  return analyzeWithModel(input, options).analysis;
}

/** The same with the model, for who asks more of it. */
export function analyzeWithModel(
  input: ReadResult,
  options: ModelOptions = {},
): { readonly analysis: Analysis; readonly model: ClusterModel } {
  const { model, skipped: unfit } = buildModel(input.manifests, options);
  const verdicts = judge(model);
  const { findings, suppressedFindings } = runChecks(model, verdicts);
  const skipped = [...input.skipped, ...unfit].sort(compareSkipped);
  const analysis: Analysis = {
    schemaVersion: 1,
    engineVersion: ENGINE_VERSION,
    istioVersion: model.istioVersion,
    istioVersionSource: model.istioVersionSource,
    rootNamespace: model.mesh.rootNamespace,
    trustDomain: model.mesh.trustDomain,
    summary: {
      ...summaryOf(model, verdicts, findings),
      suppressed: suppressedFindings.length,
      objects: input.manifests.length,
      skipped: skipped.length,
    },
    namespaces: summarizeNamespaces(model),
    waypoints: summarizeWaypoints(model),
    verdicts,
    findings,
    suppressedFindings,
    skipped,
  };
  return { analysis, model };
}

function summaryOf(
  model: ClusterModel,
  verdicts: readonly Verdict[],
  findings: readonly Finding[],
): Omit<AnalysisSummary, 'objects' | 'skipped' | 'suppressed'> {
  return {
    namespaces: model.namespaces.size,
    workloads: model.workloads.length,
    capturedWorkloads: model.workloads.filter(({ capture }) => capture.captured).length,
    services: model.services.length,
    waypoints: model.gateways.filter(({ role }) => role === 'WAYPOINT' || role === 'AGENTGATEWAY_WAYPOINT').length,
    policies: policiesIn(verdicts),
    effects: effectCounts(verdicts),
    findings: severityCounts(findings),
  };
}

/** Every policy has a verdict, and the verdicts of one stand together. */
const policiesIn = (verdicts: readonly Verdict[]): number =>
  verdicts.filter(({ policy }, index) => policy !== verdicts[index - 1]?.policy).length;

function effectCounts(verdicts: readonly Verdict[]): Partial<Record<Effect, number>> {
  const counts = new Map<Effect, number>();
  for (const { effect } of verdicts) counts.set(effect, (counts.get(effect) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}

function severityCounts(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

const compareSkipped = (a: Skipped, b: Skipped): number =>
  compareText(a.file, b.file) ||
  a.line - b.line ||
  compareText(a.reason, b.reason) ||
  compareText(a.message, b.message);
