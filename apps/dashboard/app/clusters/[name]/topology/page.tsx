import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ask } from '../../../../api/ask';
import { graphql } from '../../../../api/generated';
import { FilterForm } from '../../../../filter/filter-form';
import layout from '../../../../frame/layout.module.css';
import { PageHeader } from '../../../../frame/page-header';
import { Empty } from '../../../../state/empty';
import { Failed } from '../../../../state/failed';
import { TopologyGateways } from '../../../../topology/topology-gateways';
import { TopologyPicture } from '../../../../topology/topology-picture';
import { TopologyServices } from '../../../../topology/topology-services';
import { TopologyWorkloads } from '../../../../topology/topology-workloads';
import { startingNamespace } from '../../../../topology/starting-namespace';
import { clusterHref, topologyHref } from '../../../../url/addresses';
import { one, type RawParams } from '../../../../url/search-params';

const NamespacesQuery = graphql(`
  query TopologyNamespaces($name: String!) {
    cluster(name: $name) {
      namespaces {
        name
        mode
        workloads
        services
        waypoint
      }
    }
  }
`);

const TopologyPageQuery = graphql(`
  query TopologyPage($name: String!, $namespace: String!) {
    cluster(name: $name) {
      topology(namespace: $namespace) {
        ...TopologyPicture
        ...TopologyServices
        ...TopologyWorkloads
        ...TopologyGateways
      }
    }
  }
`);

interface Props {
  params: Promise<{ name: string }>;
  searchParams: Promise<RawParams>;
}

const nameIn = async (params: Props['params']) => decodeURIComponent((await params).name);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Topology of ${await nameIn(params)}` };
}

export default async function TopologyPage({ params, searchParams }: Props) {
  const name = await nameIn(params);
  const { data, failure } = await ask(NamespacesQuery, { name });
  const header = <PageHeader title="Topology" parent={{ href: clusterHref(name), label: name }} />;
  if (failure)
    return (
      <>
        {header}
        <Failed failure={failure} />
      </>
    );
  if (!data.cluster) notFound();
  const { namespaces } = data.cluster;
  const namespace = one(await searchParams, 'namespace') ?? startingNamespace(namespaces);
  if (namespace === undefined) {
    return (
      <>
        {header}
        <Empty title="No namespace">Nothing of this cluster was analysed yet.</Empty>
      </>
    );
  }
  const known = namespaces.some((each) => each.name === namespace);
  const options = [
    ...(known ? [] : [{ value: namespace, label: namespace }]),
    ...namespaces.map((each) => ({ value: each.name, label: each.name })),
  ];
  return (
    <>
      {header}
      <FilterForm
        action={topologyHref(name)}
        required
        fields={[{ name: 'namespace', label: 'Namespace', value: namespace, options }]}
      />
      <Namespace cluster={name} namespace={namespace} />
    </>
  );
}

async function Namespace({ cluster, namespace }: { cluster: string; namespace: string }) {
  const { data, failure } = await ask(TopologyPageQuery, { name: cluster, namespace });
  if (failure) return <Failed failure={failure} />;
  const topology = data.cluster?.topology;
  if (!topology) {
    return (
      <Empty title={`No namespace ${namespace}`}>
        The current snapshot of {cluster} has none of that name. Choose another above.
      </Empty>
    );
  }
  return (
    <div className={layout.stack}>
      <TopologyPicture topology={topology} />
      <TopologyServices topology={topology} />
      <TopologyWorkloads topology={topology} />
      <TopologyGateways topology={topology} />
    </div>
  );
}
