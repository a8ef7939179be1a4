import { factAt } from '../../model/evidence.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const alphaFeatureAtWaypoint = defineCheck({
  id: 'alpha-feature-at-waypoint',
  severity: 'info',
  title: 'A waypoint that relies on an alpha feature',
  why: 'Istio calls this kind alpha in ambient mode: it works today, may change from one release to the next, and is not covered by the promise of support.',
  fix: 'Nothing has to be repaired. Read the notes of each release before an upgrade; where there is a choice, routes of the Gateway API are beta.',
  source: 'istio.io docs/releases/feature-stages; ambient/usage/l7-features (semantics 9)',

  run({ model, index }, report) {
    const candidates = [
      ...model.policies.filter(({ kind }) => ALPHA.has(kind)),
      ...model.routes.filter(({ kind }) => ALPHA.has(kind)),
    ];
    const classic = ['VirtualService', 'DestinationRule'].flatMap((kind) => model.othersByKind.get(kind) ?? []);
    for (const object of [...candidates.map(({ manifest }) => manifest), ...classic]) {
      const used = index.verdictsOf(object, 'WAYPOINT').filter(({ effect }) => effect !== 'BYPASSED');
      const [first] = used;
      if (first === undefined) continue;
      report({
        manifest: object,
        field: ['kind'],
        message: `${nameOf(object)} is alpha in ambient mode, and waypoint ${first.enforcer.namespace}/${first.enforcer.name} relies on it`,
        affected: used.flatMap(({ targets }) => targets),
        evidence: [factAt(object, ['kind'], `Istio calls ${object.kind} alpha in ambient mode.`)],
      });
    }
  },
});

const ALPHA: ReadonlySet<string> = new Set(['EnvoyFilter', 'WasmPlugin', 'TrafficExtension', 'TCPRoute', 'TLSRoute']);
