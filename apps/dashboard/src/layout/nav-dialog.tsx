import { Dialog } from '../components/dialog.tsx';
import { viewerZone } from '../format/time.ts';
import { Nav } from './nav.tsx';

export default function NavDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Carillon">
      <Nav onGo={onClose} />
      <p className="mt-4 text-xs text-soft">Times are in {viewerZone}</p>
    </Dialog>
  );
}
