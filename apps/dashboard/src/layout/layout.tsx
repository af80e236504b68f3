import { isCarillonError } from '@carillon/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { Menu as MenuIcon, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { query } from '../client/query.ts';
import { onReachableAgain } from '../client/reachable.ts';
import { Button, IconButton } from '../components/button.tsx';
import { viewerZone } from '../format/time.ts';
import { followEvents } from '../live/follow-events.ts';
import { Brand } from './brand.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { Nav } from './nav.tsx';
import { SignIn } from './sign-in.tsx';
import { ThemeButton } from './theme-button.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const NavDialog = lazy(() => import('./nav-dialog.tsx'));
const Palette = lazy(() => import('./palette.tsx'));

/** Keeps all that is shown true while the page is open. */
const useLive = (isSignedIn: boolean): void => {
  const queries = useQueryClient();
  useEffect(() => {
    if (!isSignedIn) return;
    const ends = [followEvents(queries), onReachableAgain(() => void queries.invalidateQueries())];
    return () => {
      for (const end of ends) end();
    };
  }, [queries, isSignedIn]);
};

export const Layout = () => {
  const [navIsOpen, setNavIsOpen] = useState(false);
  const [paletteIsOpen, setPaletteIsOpen] = useState(false);
  const key = useQuery(query('flows.count', {}));
  const needsKey = isCarillonError(key.error) && key.error.code === 'UNAUTHORIZED';
  useLive(!needsKey);
  useShortcuts(() => setPaletteIsOpen(true));
  if (needsKey) return <SignIn />;

  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded bg-panel px-3 py-1 focus:translate-y-0"
      >
        Skip to the page
      </a>
      <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col gap-4 border-r border-line bg-panel p-3 lg:flex">
        <div className="px-2 pt-1">
          <Brand />
        </div>
        <Nav />
        <p className="mt-auto px-2 text-xs text-soft">Times are in {viewerZone}</p>
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <ConnectionNote />
        <header className="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-panel px-3 py-2">
          <IconButton label="Menu" className="lg:hidden" onClick={() => setNavIsOpen(true)}>
            <MenuIcon aria-hidden className="size-5" />
          </IconButton>
          <span className="lg:hidden">
            <Brand />
          </span>
          <Button
            className="ml-auto max-w-72 flex-1 justify-start text-soft lg:ml-0"
            onClick={() => setPaletteIsOpen(true)}
          >
            <Search aria-hidden className="size-4" />
            <span className="max-sm:sr-only">Search or command</span>
            <kbd
              aria-hidden
              className="ml-auto hidden rounded border border-line px-1 font-mono text-xs sm:inline"
            >
              Ctrl K
            </kbd>
          </Button>
          <span className="lg:ml-auto">
            <ThemeButton />
          </span>
        </header>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      <Suspense>
        {navIsOpen && <NavDialog onClose={() => setNavIsOpen(false)} />}
        {paletteIsOpen && <Palette onClose={() => setPaletteIsOpen(false)} />}
      </Suspense>
    </div>
  );
};
