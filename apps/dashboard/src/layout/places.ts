import {
  Braces,
  CalendarClock,
  Gauge,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  Server,
  Workflow,
} from 'lucide-react';

/** Where one can go, and by which key after `g`. */
export const places = [
  { to: '/', name: 'Overview', key: 'o', icon: LayoutDashboard },
  { to: '/deployments', name: 'Deployments', key: 'd', icon: CalendarClock },
  { to: '/runs', name: 'Runs', key: 'r', icon: ListChecks },
  { to: '/flows', name: 'Flows', key: 'f', icon: Workflow },
  { to: '/work-pools', name: 'Work pools', key: 'w', icon: Server },
  { to: '/concurrency-limits', name: 'Concurrency limits', key: 'c', icon: Gauge },
  { to: '/variables', name: 'Variables', key: 'v', icon: Braces },
] as const satisfies readonly { to: string; name: string; key: string; icon: LucideIcon }[];
