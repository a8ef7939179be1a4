import { graphql } from '../api/generated';
import type { SkippedPanelFragment } from '../api/generated/graphql';
import { counted } from '../format/number';
import { Panel } from '../frame/panel';
import table from '../table/table.module.css';

graphql(`
  fragment SkippedPanel on Snapshot {
    sequence
    skipped {
      file
      line
      reason
      message
      object {
        kind
        namespace
        name
      }
    }
  }
`);

const SHOWN = 50;

/** What the last upload held but Waymark did not take in: never silence. */
export function SkippedPanel({ snapshot: { skipped } }: { snapshot: SkippedPanelFragment }) {
  if (skipped.length === 0) return null;
  return (
    <Panel
      id="skipped"
      title={`${counted(skipped.length, 'object')} of the last upload left out`}
      note={skipped.length > SHOWN ? `The first ${SHOWN}.` : undefined}
      flush
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Object</th>
              <th scope="col">Why</th>
              <th scope="col" className={table.small}>
                Place
              </th>
            </tr>
          </thead>
          <tbody>
            {skipped.slice(0, SHOWN).map(({ file, line, message, object }, index) => (
              <tr key={index}>
                <td>{object ? `${object.kind} ${object.namespace && `${object.namespace}/`}${object.name}` : '–'}</td>
                <td>{message}</td>
                <td className={`${table.small} mono dim`}>
                  {file}:{line}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
