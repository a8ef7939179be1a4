import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ask } from '../../../api/ask';
import type { ApiFailure } from '../../../api/failure';
import { graphql } from '../../../api/generated';
import { PageHeader } from '../../../frame/page-header';
import { loadVerdicts } from '../../../policy/load-verdicts';
import { PolicyView } from '../../../policy/policy-view';
import { Failed } from '../../../state/failed';
import { policiesHref } from '../../../url/addresses';
import { one, type RawParams } from '../../../url/search-params';

const PolicyPageQuery = graphql(`
  query PolicyPage($id: ID!) {
    policy(id: $id) {
      ...PolicyView
    }
  }
`);

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<RawParams>;
}

export const metadata: Metadata = { title: 'Policy' };

const PARENT = { href: policiesHref(), label: 'Policies' };

export default async function PolicyPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const chosenCluster = one(await searchParams, 'cluster');
  const [page, verdicts] = await Promise.all([ask(PolicyPageQuery, { id }), loadVerdicts(id)]);
  if (page.failure) return <PolicyFailed failure={page.failure} />;
  if (verdicts.failure) return <PolicyFailed failure={verdicts.failure} />;
  const { policy } = page.data;
  if (!policy) notFound();
  return (
    <>
      <PageHeader title={policy.namespace ? `${policy.namespace}/${policy.name}` : policy.name} parent={PARENT}>
        {policy.kind}
        {policy.action && ` · ${policy.action}`}
      </PageHeader>
      <PolicyView policy={policy} verdicts={verdicts.data} chosenCluster={chosenCluster} />
    </>
  );
}

function PolicyFailed({ failure }: { failure: ApiFailure }) {
  return (
    <>
      <PageHeader title="Policy" parent={PARENT} />
      <Failed failure={failure} />
    </>
  );
}
