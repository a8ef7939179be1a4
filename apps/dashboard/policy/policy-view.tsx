import { graphql } from '../api/generated';
import type { PolicyViewFragment } from '../api/generated/graphql';
import { counted } from '../format/number';
import layout from '../frame/layout.module.css';
import { Empty } from '../state/empty';
import { type Attachment, attachmentsAsWritten } from './attachment';
import { GroupTabs } from './group-tabs';
import { type Group, groupClusters } from './groups';
import type { Verdicts } from './load-verdicts';
import { ManifestPanel } from './manifest-panel';
import { PicturePanel } from './picture-panel';
import { PolicyFindings } from './policy-findings';
import { ReasonsPanel } from './reasons-panel';
import { RulesPanel } from './rules-panel';
import { TargetsPanel } from './targets-panel';

graphql(`
  fragment PolicyView on Policy {
    id
    kind
    namespace
    name
    action
    clusters {
      name
      rootNamespace
    }
    manifests {
      digest
      yaml
      file
      line
      clusters {
        name
      }
    }
    ...PolicyFindings
  }
`);

interface PolicyViewProps {
  policy: PolicyViewFragment;
  verdicts: Verdicts;
  /** The cluster whose group is shown; else the most harmful group. */
  chosenCluster: string | undefined;
}

export function PolicyView({ policy, verdicts: { verdicts, total }, chosenCluster }: PolicyViewProps) {
  const names = policy.clusters.map(({ name }) => name);
  const groups = groupClusters(names, policy.manifests, verdicts);
  const group = groups.find(({ clusters }) => clusters.some((name) => name === chosenCluster)) ?? groups[0];
  if (!group) {
    return (
      <Empty title="No cluster holds this policy any more">
        Older snapshots did. Findings about it keep their history.
      </Empty>
    );
  }
  const { manifest, rulings } = group;
  return (
    <div className={layout.stack}>
      <GroupTabs policyId={policy.id} groups={groups} chosen={group} />
      {verdicts.length < total && (
        <p role="note" className="dim">
          This policy has {counted(total, 'verdict')}. What follows is made from the first{' '}
          {counted(verdicts.length, 'one')}.
        </p>
      )}
      <PicturePanel policy={policy} attachments={attachmentsOf(policy, group)} rulings={rulings} />
      <div className={layout.pair}>
        <ReasonsPanel rulings={rulings} />
        {manifest && <ManifestPanel policy={policy} manifest={manifest} rulings={rulings} />}
      </div>
      {manifest && <RulesPanel yaml={manifest.yaml} rulings={rulings} action={policy.action ?? null} />}
      <div className={layout.pair}>
        <TargetsPanel rulings={rulings} />
        <PolicyFindings policy={policy} />
      </div>
    </div>
  );
}

type Manifest = PolicyViewFragment['manifests'][number];

function attachmentsOf({ namespace, clusters }: PolicyViewFragment, group: Group<Manifest>): Attachment[] {
  if (!group.manifest) return [];
  const rootNamespace = clusters.find(({ name }) => name === group.clusters[0])?.rootNamespace ?? 'istio-system';
  return attachmentsAsWritten(group.manifest.yaml, namespace, rootNamespace);
}
