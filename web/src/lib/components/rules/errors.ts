/** Which part of the form shows a field that is wrong. */

/** Parts of the form that can be closed, and the fields that stand there. */
const PARTS = {
  when: /^(blocks|holidays|zone|leaving)(\.|$)/,
  who: /^(channels|recipients|escalation)(\.|$)/,
  calm: /^(dead_band|on_delay_s|off_delay_s|cooldown_s|reminder_s)$/,
  data: /^(required_coverage|ceiling_db)$/,
  message: /^(template|update_step)$/,
} as const;

const ALWAYS_SHOWN =
  /^(name|severity|applies_to|metric|window|window_s|window_from|window_to|comparison|threshold|enabled)$/;

/** Whether a part has a field that is wrong. */
export function isWrong(errors: Readonly<Record<string, string>>, part: keyof typeof PARTS): boolean {
  return Object.keys(errors).some((field) => PARTS[part].test(field));
}

/** Wrong fields that no part of the form shows. */
export function unplaced(errors: Readonly<Record<string, string>>): string[] {
  const parts = Object.values(PARTS);
  return Object.keys(errors).filter(
    (field) => !ALWAYS_SHOWN.test(field) && !parts.some((fields) => fields.test(field)),
  );
}
