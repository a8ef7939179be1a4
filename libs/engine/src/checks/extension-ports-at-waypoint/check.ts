import { field as fieldIn, list } from '../../model/narrow.js';
import type { Service } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const extensionPortsAtWaypoint = defineCheck({
  id: 'extension-ports-at-waypoint',
  severity: 'warning',
  title: 'An extension for certain ports that no HTTP port of a waypoint loads',
  why: 'When istiod builds the HTTP filters of a waypoint it does not tell the extensions for which port. A `match` with `ports` then never holds, and the extension is left out.',
  fix: 'Remove `ports` from `match`, and target the Services that are meant.',
  source:
    'istio pilot/pkg/networking/core/listener_waypoint.go, model/extensions.go; confirmed by running (semantics 14.13)',

  run({ model, index }, report) {
    for (const policy of model.policies) {
      if ((policy.kind !== 'WasmPlugin' && policy.kind !== 'TrafficExtension') || policy.targetRefs.length === 0)
        continue;
      const matches = list(fieldIn(policy.manifest.body.spec, 'match'));
      const position = matches.findIndex((match) => list(fieldIn(match, 'ports')).length > 0);
      if (position < 0 || !matches.every((match) => list(fieldIn(match, 'ports')).length > 0)) continue;
      const verdicts = index.verdictsOf(policy).filter(({ effect }) => effect !== 'BYPASSED');
      const services = verdicts.flatMap(({ targets }) => targets).flatMap((target) => index.servicesOf(target));
      const affected = services.filter(hasHttpAtWaypoint);
      if (affected.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'match', position, 'ports'],
        message: `${nameOf(policy)} is for certain ports, which a waypoint does not tell its HTTP filters: it is not loaded for ${listed(affected.map(nameOf))}`,
        affected,
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});

const hasHttpAtWaypoint = ({ binding, ports }: Service): boolean =>
  binding.waypoint?.role === 'WAYPOINT' && ports.some(({ protocol }) => protocol === 'HTTP');
