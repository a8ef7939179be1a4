import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ask } from '../../../api/ask';
import { graphql } from '../../../api/generated';
import { ClusterFacts } from '../../../cluster/cluster-facts';
import { ClusterFindings } from '../../../cluster/cluster-findings';
import { EffectsPanel } from '../../../cluster/effects-panel';
import { Labels } from '../../../cluster/labels';
import { NamespacesPanel } from '../../../cluster/namespaces-panel';
import { SkippedPanel } from '../../../cluster/skipped-panel';
import { UploadsPanel } from '../../../cluster/uploads-panel';
import { WaypointsPanel } from '../../../cluster/waypoints-panel';
import layout from '../../../frame/layout.module.css';
import { PageHeader } from '../../../frame/page-header';
import { Failed } from '../../../state/failed';
import { clustersHref } from '../../../url/addresses';

const ClusterPageQuery = graphql(`
  query ClusterPage($name: String!) {
    cluster(name: $name) {
      id
      name
      labels {
        key
        value
      }
      ...ClusterFacts
      ...ClusterFindings
      ...EffectsPanel
      ...NamespacesPanel
      ...WaypointsPanel
      ...UploadsPanel
      lastSnapshot {
        ...SkippedPanel
      }
    }
  }
`);

interface Props {
  params: Promise<{ name: string }>;
}

const nameIn = async (params: Props['params']) => decodeURIComponent((await params).name);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await nameIn(params) };
}

export default async function ClusterPage({ params }: Props) {
  const name = await nameIn(params);
  const { data, failure } = await ask(ClusterPageQuery, { name });
  const parent = { href: clustersHref(), label: 'Clusters' };
  if (failure) {
    return (
      <>
        <PageHeader title={name} parent={parent} />
        <Failed failure={failure} />
      </>
    );
  }
  const { cluster } = data;
  if (!cluster) notFound();
  return (
    <>
      <PageHeader title={cluster.name} parent={parent}>
        <Labels labels={cluster.labels} hrefFor={(label) => clustersHref({ label })} />
      </PageHeader>
      <div className={layout.stack}>
        <ClusterFacts cluster={cluster} />
        <div className={layout.pair}>
          <ClusterFindings cluster={cluster} />
          <EffectsPanel cluster={cluster} />
        </div>
        <NamespacesPanel cluster={cluster} />
        <div className={layout.pair}>
          <WaypointsPanel cluster={cluster} />
          <UploadsPanel cluster={cluster} />
        </div>
        {cluster.lastSnapshot && <SkippedPanel snapshot={cluster.lastSnapshot} />}
      </div>
    </>
  );
}
