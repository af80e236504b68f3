import { Link } from '@tanstack/react-router';
import { places } from './places.ts';

export const Nav = ({ onGo }: { onGo?: () => void }) => (
  <nav aria-label="Pages" className="flex flex-col gap-0.5">
    {places.map(({ to, name, icon: Icon }) => (
      <Link
        key={to}
        to={to}
        activeOptions={{ exact: to === '/', includeSearch: false }}
        className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm font-medium text-soft hover:bg-raised hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink"
        {...(onGo !== undefined && { onClick: onGo })}
      >
        <Icon aria-hidden className="size-4" />
        {name}
      </Link>
    ))}
  </nav>
);
