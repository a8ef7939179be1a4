import layout from '../../../frame/layout.module.css';
import { HeaderSkeleton, PanelSkeleton } from '../../../state/skeleton';

export default function PolicyLoading() {
  return (
    <>
      <HeaderSkeleton />
      <div className={layout.stack}>
        <PanelSkeleton lines={7} />
        <div className={layout.pair}>
          <PanelSkeleton lines={10} />
          <PanelSkeleton lines={10} />
        </div>
      </div>
    </>
  );
}
