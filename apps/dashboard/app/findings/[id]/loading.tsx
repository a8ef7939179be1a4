import layout from '../../../frame/layout.module.css';
import { HeaderSkeleton, PanelSkeleton } from '../../../state/skeleton';

export default function FindingLoading() {
  return (
    <>
      <HeaderSkeleton />
      <div className={layout.side}>
        <div className={layout.stack}>
          <PanelSkeleton lines={4} />
          <PanelSkeleton lines={8} />
        </div>
        <PanelSkeleton lines={9} />
      </div>
    </>
  );
}
