export const Brand = () => (
  <span className="flex items-center gap-2 text-base font-semibold">
    <img src="/bell.svg" alt="" className="size-5" />
    Carillon
  </span>
);
