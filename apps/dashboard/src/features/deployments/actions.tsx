import type { Deployment } from '@carillon/core';
import { CirclePause, CirclePlay, Copy, Ellipsis, History, Pencil, Play, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';

const dialogs = {
  run: lazy(() => import('./run-dialog.tsx')),
  backfill: lazy(() => import('./backfill-dialog.tsx')),
  pause: lazy(() => import('./pause-dialog.tsx')),
  edit: lazy(() => import('./edit-dialog.tsx')),
  duplicate: lazy(() => import('./duplicate-dialog.tsx')),
  delete: lazy(() => import('./delete-dialog.tsx')),
};

/** What one can do to a deployment. */
export const DeploymentActions = ({ deployment }: { deployment: Deployment }) => {
  const [open, setOpen] = useState<keyof typeof dialogs | null>(null);
  const resume = useChange('deployments.resume', {
    touches: ['deployments', 'flowRuns'],
    said: () => 'It goes on: its next runs are planned.',
  });
  const Shown = open === null ? null : dialogs[open];
  return (
    <>
      <Button look="primary" onClick={() => setOpen('run')}>
        <Play aria-hidden className="size-4" />
        Run…
      </Button>
      {deployment.paused ? (
        <Button disabled={resume.isPending} onClick={() => resume.mutate({ id: deployment.id })}>
          <CirclePlay aria-hidden className="size-4" />
          Resume
        </Button>
      ) : (
        <Button onClick={() => setOpen('pause')}>
          <CirclePause aria-hidden className="size-4" />
          Pause…
        </Button>
      )}
      <Menu
        trigger={
          <IconButton label="More actions" look="plain">
            <Ellipsis aria-hidden className="size-4" />
          </IconButton>
        }
      >
        <MenuItem onClick={() => setOpen('backfill')}>
          <History aria-hidden className="size-4" /> Backfill…
        </MenuItem>
        <MenuItem onClick={() => setOpen('edit')}>
          <Pencil aria-hidden className="size-4" /> Edit…
        </MenuItem>
        <MenuItem onClick={() => setOpen('duplicate')}>
          <Copy aria-hidden className="size-4" /> Duplicate…
        </MenuItem>
        <MenuItem danger onClick={() => setOpen('delete')}>
          <Trash2 aria-hidden className="size-4" /> Delete…
        </MenuItem>
      </Menu>
      <Suspense>{Shown !== null && <Shown deployment={deployment} onClose={() => setOpen(null)} />}</Suspense>
    </>
  );
};
