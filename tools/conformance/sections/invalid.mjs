import { analyze } from '@waymark/engine';
import { isDeepStrictEqual } from 'node:util';
import { nameOfObjects, readObjects } from '../subject.mjs';

/**
 * Objects that a cluster would refuse: each is reported at its own line, and the rest of the scenario is analysed as if
 * it were not there. What Istio accepted is never called invalid. `README.md` says what counts.
 */
export const invalid = {
  name: 'invalid',
  applies: () => true,
  expected: ({ mutations = [] }) => [
    ...mutations.map(({ id, index, layer }) => ({ id, index, layer, reported: layer !== 'none' })),
    { id: 'the rest', calledInvalid: [], analysedAsAlone: true },
  ],
  ours({ scenario, skipped }) {
    const { mutations = [] } = scenario;
    const refused = new Set(skipped.filter(({ file }) => file === nameOfObjects(scenario)).map(({ line }) => line - 1));
    const broken = mutations.filter(({ layer }) => layer !== 'none').map(({ index }) => index);
    const whole = broken.length === 0 ? null : analysisOf(scenario);
    const idle = new Set(broken.filter((index) => !refused.has(index) && isFoundIdle(whole, scenario, index)));
    return [
      ...mutations.map(({ id, index, layer }) => ({
        id,
        index,
        layer,
        reported: refused.has(index) || (layer === 'webhook' && idle.has(index)),
      })),
      {
        id: 'the rest',
        calledInvalid: [...refused].filter((index) => !mutations.some((mutation) => mutation.index === index)),
        analysedAsAlone:
          whole === null ||
          isDeepStrictEqual(
            aboutOthers(whole, scenario, idle),
            aboutOthers(analysisOf(without(scenario, new Set(broken))), scenario, idle),
          ),
      },
    ];
  },
  keyOf: ({ id, index }) => (index === undefined ? id : `${id} at ${index}`),
  evidence: ({ scenario, skipped }, { index }) =>
    skipped.filter(({ file, line }) => file === nameOfObjects(scenario) && (index === undefined || line === index + 1)),
};

/** Policies that the webhook refuses, and that do nothing in a cluster where it does not run: a finding says so. */
const IDLE_CHECKS = new Set(['deny-without-rules', 'target-kind-unsupported']);

const isFoundIdle = ({ findings }, scenario, index) =>
  findings.some(({ check, file, line }) => IDLE_CHECKS.has(check) && isAt({ file, line }, scenario, index));

const isAt = ({ file, line }, scenario, index) => file === nameOfObjects(scenario) && line === index + 1;

/** The same scenario with empty lines in the place of some objects. */
const without = (scenario, indices) => ({
  ...scenario,
  objects: scenario.objects.map((object, index) => (indices.has(index) ? null : object)),
});

const analysisOf = (scenario) =>
  analyze(readObjects(scenario), { istioVersion: scenario.mesh?.istioVersion ?? undefined });

/** An analysis without what it says of idle objects themselves, and without its counts. */
function aboutOthers(analysis, scenario, idle) {
  const { verdicts, findings } = analysis;
  const names = new Set([...idle].map((index) => nameOf(refOf(scenario.objects[index]))));
  return {
    ...analysis,
    skipped: [],
    summary: null,
    verdicts: verdicts.filter(({ policy }) => !names.has(nameOf(policy))),
    findings: findings.filter((finding) => ![...idle].some((index) => isAt(finding, scenario, index))),
  };
}

const refOf = ({ kind, metadata }) => ({ kind, namespace: metadata.namespace, name: metadata.name });
const nameOf = ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`;
