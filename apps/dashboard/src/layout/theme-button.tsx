import { Moon, Sun, SunMoon } from 'lucide-react';
import { IconButton } from '../components/button.tsx';
import { chooseTheme, type Theme, useTheme } from './theme.ts';

const about: Record<Theme, { name: string; icon: typeof Sun; next: Theme }> = {
  system: { name: 'as the system', icon: SunMoon, next: 'light' },
  light: { name: 'light', icon: Sun, next: 'dark' },
  dark: { name: 'dark', icon: Moon, next: 'system' },
};

export const ThemeButton = () => {
  const { name, icon: Icon, next } = about[useTheme()];
  return (
    <IconButton label={`Theme: ${name}. Change to ${about[next].name}`} onClick={() => chooseTheme(next)}>
      <Icon aria-hidden className="size-4" />
    </IconButton>
  );
};
