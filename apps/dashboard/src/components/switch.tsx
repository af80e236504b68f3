import { Switch as Base } from '@base-ui/react/switch';

type SwitchProps = {
  label: string;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
};

export const Switch = ({ label, checked, onCheckedChange, disabled = false }: SwitchProps) => (
  <Base.Root
    aria-label={label}
    title={label}
    checked={checked}
    disabled={disabled}
    onCheckedChange={(next) => onCheckedChange(next)}
    className="inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-strong-line bg-raised p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-60"
  >
    <Base.Thumb className="size-3.5 rounded-full bg-strong-line transition-transform data-checked:translate-x-4 data-checked:bg-accent-ink" />
  </Base.Root>
);
