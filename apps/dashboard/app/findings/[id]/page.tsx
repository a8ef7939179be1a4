import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ask } from '../../../api/ask';
import { graphql } from '../../../api/generated';
import { AffectedPanel } from '../../../finding/affected-panel';
import { CheckPanel } from '../../../finding/check-panel';
import { FindingFacts } from '../../../finding/finding-facts';
import layout from '../../../frame/layout.module.css';
import { PageHeader } from '../../../frame/page-header';
import { Panel } from '../../../frame/panel';
import { Failed } from '../../../state/failed';
import { findingsHref, policyHref } from '../../../url/addresses';
import { Evidence } from '../../../words/evidence';
import { SeverityTag } from '../../../words/tags';
import { Prose } from '../../../words/prose';

const STATE_WORDS = { OPEN: 'Open', FIXED: 'Fixed', SUPPRESSED: 'Suppressed' } as const;

const FindingPageQuery = graphql(`
  query FindingPage($id: ID!) {
    finding(id: $id) {
      message
      severity
      state
      cluster {
        name
      }
      policy {
        id
        namespace
        name
      }
      evidence {
        fact
        object {
          kind
          namespace
          name
        }
        field
        file
        line
      }
      ...FindingFacts
      ...AffectedPanel
      ...CheckPanel
    }
  }
`);

export const metadata: Metadata = { title: 'Finding' };

export default async function FindingPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const { data, failure } = await ask(FindingPageQuery, { id });
  const parent = { href: findingsHref(), label: 'Findings' };
  if (failure) {
    return (
      <>
        <PageHeader title="Finding" parent={parent} />
        <Failed failure={failure} />
      </>
    );
  }
  const { finding } = data;
  if (!finding) notFound();
  return (
    <>
      <PageHeader title={<Prose text={finding.message} />} parent={parent}>
        <SeverityTag severity={finding.severity} /> {STATE_WORDS[finding.state]} in {finding.cluster.name}
      </PageHeader>
      <div className={layout.side}>
        <div className={layout.stack}>
          <FindingFacts finding={finding} />
          <Panel
            id="reasons"
            title="Why"
            all={
              finding.policy
                ? { href: policyHref(finding.policy.id, finding.cluster.name), label: 'See the whole policy' }
                : undefined
            }
          >
            <Evidence facts={finding.evidence} />
          </Panel>
          <AffectedPanel finding={finding} />
        </div>
        <CheckPanel finding={finding} />
      </div>
    </>
  );
}
