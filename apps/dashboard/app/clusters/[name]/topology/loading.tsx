import layout from '../../../../frame/layout.module.css';
import { FilterSkeleton, HeaderSkeleton, PanelSkeleton, TableSkeleton } from '../../../../state/skeleton';

export default function TopologyLoading() {
  return (
    <>
      <HeaderSkeleton />
      <FilterSkeleton fields={1} />
      <div className={layout.stack}>
        <PanelSkeleton lines={12} />
        <TableSkeleton rows={5} columns={7} />
        <TableSkeleton rows={5} columns={5} />
      </div>
    </>
  );
}
