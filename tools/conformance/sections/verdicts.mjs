import { compileDecisions } from '@waymark/engine';
import { tokensOf } from '../tokens.mjs';

/** What becomes of each request: the outcome, who decided, why, and that the deciding policy matches for us too. */
export const verdicts = {
  name: 'verdicts',
  expected: ({ expect }) =>
    decided(expect).map(({ probe, verdict, decidedBy, how, policy }) => ({
      probe,
      verdict,
      decidedBy,
      how,
      policy: MATCHES.has(how) ? policy : null,
    })),
  ours({ scenario, model }) {
    const decisions = compileDecisions(model);
    const probes = new Map(scenario.probes?.map((probe) => [probe.id, probe]));
    return decided(scenario.expect).map((expected) => {
      const probe = probes.get(expected.probe);
      return answer(expected, decisions.decide(requestOf(probe, scenario)), probe.to);
    });
  },
  keyOf: ({ probe }) => probe,
  evidence({ scenario, model }, { probe: id }) {
    const probe = scenario.probes.find((candidate) => candidate.id === id);
    return [probe, compileDecisions(model).decide(requestOf(probe, scenario))];
  },
};

/** What a snapshot cannot tell is not counted. */
const decided = ({ verdicts: given = [] }) => given.filter(({ verdict }) => verdict !== 'undecided');

const MATCHES = new Set(['deny-match', 'allow-match']);

function requestOf({ from, to, protocol, http }, { objects }) {
  return {
    source: { ...from, kind: from.kind.toUpperCase() },
    destination: { ...to, kind: to.kind === 'serviceentry' ? 'SERVICE_ENTRY' : to.kind.toUpperCase() },
    http: protocol === 'http' ? { ...http, tokens: tokensOf(http, objects) } : null,
  };
}

const OUTCOMES = { ALLOWED: 'allow', DENIED: 'deny', UNREACHABLE: 'unreachable', UNDECIDED: 'undecided' };

function answer({ probe, policy }, { outcome, reason, decidedBy, policies }, to) {
  const how = howOf(outcome, reason, decidedBy?.enforcer);
  const names = policies.map(({ namespace, name }) => `${namespace}/${name}`);
  const { enforcer, namespace, name } = decidedBy ?? nobody(reason, to);
  return {
    probe,
    verdict: OUTCOMES[outcome],
    decidedBy: { enforcer: enforcer.toLowerCase(), namespace, name },
    how,
    policy: MATCHES.has(how) ? (names.includes(policy) ? policy : (names[0] ?? null)) : null,
  };
}

/** The vectors name the pod that could not be reached. */
const nobody = (reason, { namespace, name }) => ({
  enforcer: 'NONE',
  namespace: reason === 'WAYPOINT_HBONE_TO_UNCAPTURED_POD' ? namespace : null,
  name: reason === 'WAYPOINT_HBONE_TO_UNCAPTURED_POD' ? name : null,
});

/** The vectors do not tell why an Envoy allowed. */
function howOf(outcome, reason, enforcer) {
  if (outcome === 'ALLOWED' && enforcer === 'WAYPOINT') return 'waypoint-allowed';
  if (outcome === 'ALLOWED' && enforcer === 'SIDECAR') return 'sidecar-allowed';
  return reason.toLowerCase().replaceAll('_', '-');
}
