import { describe, expect, it } from '@jest/globals';
import type { PolicyVerdictFragment } from '../api/generated/graphql';
import { groupClusters } from './groups';

const policy = { kind: 'AuthorizationPolicy', namespace: 'payments', name: 'allow-read' };

function verdict(cluster: string, part: Partial<PolicyVerdictFragment> = {}): PolicyVerdictFragment {
  return {
    id: `${cluster} ${JSON.stringify(part)}`,
    cluster: { name: cluster },
    enforcer: { type: 'ZTUNNEL', namespace: 'istio-system', name: 'ztunnel' },
    pathClass: 'SERVICE_ADDRESSED',
    effect: 'AS_WRITTEN',
    rules: [],
    targets: [],
    evidence: [{ fact: 'It selects pods.', object: policy, field: 'spec.selector', file: `${cluster}.yaml`, line: 7 }],
    ...part,
  };
}

const manifest = (digest: string, ...clusters: string[]) => ({ digest, clusters: clusters.map((name) => ({ name })) });

describe('groups of equal clusters', () => {
  it('hold clusters with the same text, verdicts and reasons, wherever their files are', () => {
    const groups = groupClusters(['a', 'b'], [manifest('d', 'a', 'b')], [verdict('a'), verdict('b')]);
    expect(groups.map(({ clusters }) => clusters)).toEqual([['a', 'b']]);
  });

  it('part clusters with another text, even where it comes to the same', () => {
    const groups = groupClusters(['a', 'b'], [manifest('d', 'a'), manifest('e', 'b')], [verdict('a'), verdict('b')]);
    expect(groups.map(({ clusters, manifest }) => [clusters, manifest?.digest])).toEqual([
      [['a'], 'd'],
      [['b'], 'e'],
    ]);
  });

  it('part clusters with another effect, the most harmful first', () => {
    const verdicts = [verdict('a'), verdict('b', { effect: 'DENY_NO_EFFECT' }), verdict('c')];
    const groups = groupClusters(['a', 'b', 'c'], [manifest('d', 'a', 'b', 'c')], verdicts);
    expect(groups.map(({ clusters }) => clusters)).toEqual([['b'], ['a', 'c']]);
  });

  it('do not depend on the order of the verdicts', () => {
    const verdicts = [
      verdict('a'),
      verdict('a', { pathClass: 'POD_ADDRESSED', effect: 'BYPASSED' }),
      verdict('b', { pathClass: 'POD_ADDRESSED', effect: 'BYPASSED' }),
      verdict('b'),
    ];
    const manifests = [manifest('d', 'a', 'b')];
    const groups = groupClusters(['a', 'b'], manifests, verdicts);
    expect(groups).toHaveLength(1);
    expect(groupClusters(['a', 'b'], manifests, verdicts.toReversed())).toEqual(groups);
  });

  it('keep a cluster whose analysis has no verdict', () => {
    expect(groupClusters(['a'], [], [])).toEqual([{ clusters: ['a'], manifest: null, rulings: [] }]);
  });
});

describe('the rulings of a group', () => {
  it('join the ways of traffic that come to the same for the same reasons', () => {
    const [group] = groupClusters(
      ['a'],
      [],
      [
        verdict('a', { pathClass: 'INGRESS' }),
        verdict('a'),
        verdict('a', { pathClass: 'POD_ADDRESSED', effect: 'BYPASSED' }),
      ],
    );
    expect(group?.rulings.map(({ effect, pathClasses }) => [effect, pathClasses])).toEqual([
      ['BYPASSED', ['POD_ADDRESSED']],
      ['AS_WRITTEN', ['SERVICE_ADDRESSED', 'INGRESS']],
    ]);
  });
});
