import { graphql } from '../api/generated';
import type { AnalysisState, UploadsPanelFragment } from '../api/generated/graphql';
import { InstantText } from '../format/instant-text';
import { counted, formatNumber } from '../format/number';
import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import table from '../table/table.module.css';

graphql(`
  fragment UploadsPanel on Cluster {
    snapshots(first: 8) {
      totalCount
      nodes {
        id
        sequence
        capturedAt
        objectCount
        skippedCount
        commit
        analysis {
          state
          error
        }
      }
    }
  }
`);

const STATES: Record<AnalysisState, string> = {
  QUEUED: 'queued',
  RUNNING: 'running',
  DONE: 'analysed',
  FAILED: 'failed',
};

export function UploadsPanel({ cluster: { snapshots } }: { cluster: UploadsPanelFragment }) {
  const now = new Date().toISOString();
  const rest = snapshots.totalCount - snapshots.nodes.length;
  return (
    <Panel
      id="uploads"
      title={counted(snapshots.totalCount, 'upload')}
      note={rest > 0 ? `The newest ${snapshots.nodes.length}.` : undefined}
      flush
    >
      {snapshots.nodes.length === 0 ? (
        <Empty title="No upload yet" />
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Snapshot</th>
                <th scope="col">Captured</th>
                <th scope="col">Analysis</th>
                <th scope="col" className={table.right}>
                  Objects
                </th>
                <th scope="col" className={table.right}>
                  Skipped
                </th>
              </tr>
            </thead>
            <tbody>
              {snapshots.nodes.map(({ id, sequence, capturedAt, objectCount, skippedCount, commit, analysis }) => (
                <tr key={id}>
                  <td>
                    #{sequence}
                    {commit && <div className={table.under}>{commit.slice(0, 10)}</div>}
                  </td>
                  <td>
                    <InstantText at={capturedAt} now={now} />
                  </td>
                  <td>
                    {analysis ? STATES[analysis.state] : '–'}
                    {analysis?.error && <div className={table.under}>{analysis.error}</div>}
                  </td>
                  <td className={table.right}>{formatNumber(objectCount)}</td>
                  <td className={table.right}>{formatNumber(skippedCount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
