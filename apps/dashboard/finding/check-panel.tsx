import Link from 'next/link';
import { graphql } from '../api/generated';
import type { CheckPanelFragment } from '../api/generated/graphql';
import { Panel } from '../frame/panel';
import { findingsHref } from '../url/addresses';
import classes from './check-panel.module.css';
import { Prose } from '../words/prose';

graphql(`
  fragment CheckPanel on Finding {
    about {
      id
      title
      why
      fix
      source
    }
  }
`);

/** The documentation of the check, beside the finding that needs it. */
export function CheckPanel({ finding: { about } }: { finding: CheckPanelFragment }) {
  return (
    <Panel id="check" title="About this check">
      <div className={classes.check}>
        <p className={classes.title}>
          <Prose text={about.title} />
        </p>
        <h3>Why it matters</h3>
        <p>
          <Prose text={about.why} />
        </p>
        <h3>How to fix it</h3>
        <p>
          <Prose text={about.fix} />
        </p>
        <h3>Where Istio says so</h3>
        <p className="dim">{about.source}</p>
        <p>
          <Link href={findingsHref({ check: about.id })} prefetch={false}>
            All open findings of <code>{about.id}</code>
          </Link>
        </p>
      </div>
    </Panel>
  );
}
