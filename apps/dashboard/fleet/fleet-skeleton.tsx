import layout from '../frame/layout.module.css';
import { PanelSkeleton, TilesSkeleton } from '../state/skeleton';

export function FleetSkeleton() {
  return (
    <div className={layout.stack}>
      <TilesSkeleton />
      <div className={layout.pair}>
        <PanelSkeleton lines={9} />
        <PanelSkeleton lines={9} />
      </div>
      <div className={layout.pair}>
        <PanelSkeleton />
        <PanelSkeleton />
      </div>
    </div>
  );
}
