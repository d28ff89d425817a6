import '@testing-library/jest-dom/vitest';
import { setLocale, setZone } from '$lib/format';

// Tests read the same wherever they run.
setLocale('en-GB');
setZone('Europe/Berlin');
