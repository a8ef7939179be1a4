import { graphql } from '../api/generated';
import type { ClusterFactsFragment } from '../api/generated/graphql';
import { InstantText } from '../format/instant-text';
import { counted, formatNumber } from '../format/number';
import { Facts } from '../frame/facts';
import { Panel } from '../frame/panel';
import { FreshnessTag } from '../words/tags';

graphql(`
  fragment ClusterFacts on Cluster {
    freshness
    istioVersion
    istioVersionSource
    rootNamespace
    trustDomain
    workloadCount
    capturedWorkloadCount
    lastSnapshot {
      sequence
      capturedAt
      objectCount
      commit
      repository
      analysis {
        engineVersion
      }
    }
  }
`);

const VERSION_SOURCES: Record<string, string> = {
  SNAPSHOT: 'read from the snapshot',
  GIVEN: 'given with the upload',
  NEWEST: 'not in the snapshot: the newest is assumed',
};

export function ClusterFacts({ cluster }: { cluster: ClusterFactsFragment }) {
  const { lastSnapshot: snapshot, istioVersion, istioVersionSource } = cluster;
  const now = new Date().toISOString();
  return (
    <Panel id="facts" title="At a glance">
      <Facts
        facts={[
          ['Data', <FreshnessTag key="data" freshness={cluster.freshness} />],
          ['Captured', snapshot && <InstantText at={snapshot.capturedAt} now={now} />],
          ['Objects', snapshot && counted(snapshot.objectCount, 'object')],
          [
            'Istio',
            istioVersion && (
              <>
                {istioVersion}
                {istioVersionSource && (
                  <div className="dim">{VERSION_SOURCES[istioVersionSource] ?? istioVersionSource}</div>
                )}
              </>
            ),
          ],
          ['Root namespace', cluster.rootNamespace],
          ['Trust domain', cluster.trustDomain],
          [
            'Workloads in ambient',
            `${formatNumber(cluster.capturedWorkloadCount)} of ${formatNumber(cluster.workloadCount)}`,
          ],
          ['Commit', snapshot?.commit && <code title={snapshot.commit}>{snapshot.commit.slice(0, 10)}</code>],
          ['Repository', snapshot?.repository],
          ['Engine', snapshot?.analysis?.engineVersion],
        ]}
      />
    </Panel>
  );
}
