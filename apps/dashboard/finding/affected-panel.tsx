import { graphql } from '../api/generated';
import type { AffectedPanelFragment } from '../api/generated/graphql';
import { counted } from '../format/number';
import { Panel } from '../frame/panel';
import { objectName } from '../words/object-name';
import classes from './affected-panel.module.css';

graphql(`
  fragment AffectedPanel on Finding {
    affected {
      kind
      namespace
      name
    }
  }
`);

export function AffectedPanel({ finding: { affected } }: { finding: AffectedPanelFragment }) {
  if (affected.length === 0) return null;
  return (
    <Panel id="affected" title={`Suffering from it: ${counted(affected.length, 'object')}`}>
      <ul className={classes.affected}>
        {affected.map((object) => (
          <li key={objectName(object)}>{objectName(object)}</li>
        ))}
      </ul>
    </Panel>
  );
}
