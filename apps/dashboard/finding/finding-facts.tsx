import Link from 'next/link';
import { graphql } from '../api/generated';
import type { FindingFactsFragment } from '../api/generated/graphql';
import { InstantText } from '../format/instant-text';
import { Facts } from '../frame/facts';
import { Panel } from '../frame/panel';
import { clusterHref, policyHref } from '../url/addresses';
import { objectName } from '../words/object-name';

graphql(`
  fragment FindingFacts on Finding {
    object {
      kind
      namespace
      name
    }
    policy {
      id
    }
    cluster {
      name
    }
    field
    file
    line
    firstSeen
    lastSeen
    suppression {
      reason
      file
      line
    }
  }
`);

export function FindingFacts({ finding }: { finding: FindingFactsFragment }) {
  const { object, policy, cluster, field, file, line, firstSeen, lastSeen, suppression } = finding;
  const now = new Date().toISOString();
  return (
    <Panel id="facts" title="Where">
      <Facts
        facts={[
          [
            'Object',
            policy ? <Link href={policyHref(policy.id, cluster.name)}>{objectName(object)}</Link> : objectName(object),
          ],
          [
            'Cluster',
            <Link key="cluster" href={clusterHref(cluster.name)}>
              {cluster.name}
            </Link>,
          ],
          ['Field', field && <code>{field}</code>],
          ['Place', file && <code>{`${file}:${line}`}</code>],
          ['Suppressed because', suppression?.reason],
          ['Suppressed at', suppression && <code>{`${suppression.file}:${suppression.line}`}</code>],
          ['First seen', <InstantText key="first" at={firstSeen} now={now} />],
          ['Last seen', <InstantText key="last" at={lastSeen} now={now} />],
        ]}
      />
    </Panel>
  );
}
