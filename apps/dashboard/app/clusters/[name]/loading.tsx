import layout from '../../../frame/layout.module.css';
import { HeaderSkeleton, PanelSkeleton, TableSkeleton } from '../../../state/skeleton';

export default function ClusterLoading() {
  return (
    <>
      <HeaderSkeleton />
      <div className={layout.stack}>
        <PanelSkeleton lines={3} />
        <div className={layout.pair}>
          <TableSkeleton rows={5} columns={3} />
          <TableSkeleton rows={5} columns={3} />
        </div>
        <TableSkeleton rows={8} columns={5} />
      </div>
    </>
  );
}
