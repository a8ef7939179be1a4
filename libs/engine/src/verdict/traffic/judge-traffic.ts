import type { Manifest } from '../../manifest/manifest.js';
import type { ClusterModel } from '../../model/model.js';
import type { Context } from '../context.js';
import type { Draft } from '../draft.js';
import { judgeBackendPolicy } from './backend-policy.js';
import { judgeDestinationRule } from './destination-rule.js';
import { judgeSidecar } from './sidecar-resource.js';
import { judgeVirtualService } from './virtual-service.js';

const JUDGES: Readonly<Record<string, (manifest: Manifest, context: Context) => Draft[]>> = {
  BackendTLSPolicy: judgeBackendPolicy,
  DestinationRule: judgeDestinationRule,
  Sidecar: judgeSidecar,
  VirtualService: judgeVirtualService,
  XBackendTrafficPolicy: judgeBackendPolicy,
};

/** Kinds of routing and traffic that the model keeps as manifests. */
export const TRAFFIC_KINDS: readonly string[] = Object.keys(JUDGES);

/** Every object of these kinds with its verdicts. */
export const judgeTraffic = (model: ClusterModel, context: Context): { ref: Manifest; drafts: Draft[] }[] =>
  Object.entries(JUDGES).flatMap(([kind, judge]) =>
    (model.othersByKind.get(kind) ?? []).map((manifest) => ({ ref: manifest, drafts: judge(manifest, context) })),
  );
