// Generated from openapi.json by `npm run types`; not to be edited.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the dashboard. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                /** @description The page that the client has */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists events of all units, newest first (ours). */
        get: {
            parameters: {
                query?: {
                    /** @description Of this unit only */
                    unit?: string;
                    /** @description Of this rule only; 0 for connections */
                    rule_id?: number;
                    /** @description open, ended or all; all unless given */
                    state?: string;
                    /** @description At most so many, 1 to 1000; 50 unless given */
                    limit?: number;
                    /** @description Only those with smaller numbers */
                    before?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmEvents"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/events/{event_id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that somebody takes care of an event; may be repeated (ours). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the event */
                    event_id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["AlarmAcknowledge"] | null;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmEventKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists incidents of all units, newest first: events of one unit that overlap are one incident (ours). */
        get: {
            parameters: {
                query?: {
                    /** @description Of this unit only */
                    unit?: string;
                    /** @description open, acknowledged, closed or all; all unless given */
                    state?: string;
                    /** @description Whose worst event is of this severity only: info, warning or critical */
                    severity?: string;
                    /** @description At most so many, 1 to 200; 50 unless given */
                    limit?: number;
                    /** @description Only those with smaller numbers */
                    before?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmIncidents"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/incidents/{incident_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an incident with what happened in it (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the incident */
                    incident_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmIncidentKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/incidents/{incident_id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that somebody takes care of every open event of an incident; may be repeated (ours). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the incident */
                    incident_id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["AlarmAcknowledge"] | null;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmIncidentKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all alert rules, also those of units (ours). */
        get: {
            parameters: {
                query?: {
                    /** @description Only those that apply to this unit now */
                    unit?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmRules"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds an alert rule of a unit, a group or all units (ours).
         * @description An enabled rule keeps its units' monitors running, also those of units that are added later.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AlarmRuleBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmRuleKept"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There are as many rules as there may be */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an alert rule (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the rule */
                    rule_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmRuleKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Replaces an alert rule as a whole: what is not given falls back to its default. Its open events are closed (ours).
         * @description Rules that are a unit's own are replaced by the unit's route.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the rule */
                    rule_id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AlarmRuleBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmRuleKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description It is a unit's own rule, or a unit has too many */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes an alert rule, also one of a unit. Its open events are closed, its events stay (ours). */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the rule */
                    rule_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertRuleDeleted"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/rules/{rule_id}/shelve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells nobody of a rule for a while; its events are kept all the same (ours).
         * @description It ends by itself. Whoever was told that an event began is told that it ended.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the rule */
                    rule_id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AlarmShelveBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmRuleKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Tells of a rule again: at a unit, or at all of its units (ours). */
        delete: {
            parameters: {
                query?: {
                    /** @description At this unit; all unless given */
                    unit_id?: string;
                };
                header?: never;
                path: {
                    /** @description Number of the rule */
                    rule_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmRuleKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_alerts/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells what is open, by unit, from memory (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmSummary"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the commands of the instrument, with what they take. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandList"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_connection-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries an address and says in plain words what is wrong (ours).
         * @description A meter takes one connection: where a unit has the address already, its line is asked and no second one is opened. Takes 40 s at
         *     most, ten when all is well; one at a time.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConnectionTested"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another test runs */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_connections/flush": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes every idle connection. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_connections/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the open connections and how they are kept. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConnectionsStatus"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the channels by which messages leave (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryChannelList"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds a channel (ours).
         * @description A webhook or a gateway on an address inside the house is refused unless the configuration allows it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DeliveryChannelBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryChannelKept"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There are 100 channels */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a channel; its secrets are `***` (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the channel */
                    channel_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryChannelKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Replaces a channel; it keeps its kind, and a secret given as `***` (ours). */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the channel */
                    channel_id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DeliveryChannelBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryChannelKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a channel that reaches nobody (ours). */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the channel */
                    channel_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryDeleted"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description It reaches recipients, who are named */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/channels/{channel_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a test by a channel at once, also by one that is switched off, and says what happened (ours). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the channel */
                    channel_id: number;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["DeliveryTestBody"] | null;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryTested"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists messages, each to one recipient, newest first (ours). */
        get: {
            parameters: {
                query?: {
                    /** @description pending, sending, delivered, dead, withdrawn or digested; all unless given */
                    state?: string;
                    /** @description At most so many, 1 to 500; 50 unless given */
                    limit?: number;
                    /** @description Only those with smaller numbers */
                    before?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryMessageList"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a message to a recipient, and how it was tried (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the message */
                    message_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryMessageDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Forgets a message that did not arrive (ours). */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the message */
                    message_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryDeleted"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description It is no dead one */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/messages/{message_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins again with a message that did not arrive (ours). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the message */
                    message_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryResent"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description It is no dead one */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists those who are told (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryRecipientList"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a recipient (ours). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DeliveryRecipientBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryRecipientKept"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There are 1000 recipients */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/recipients/{recipient_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a recipient (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the recipient */
                    recipient_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryRecipientKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Replaces a recipient; what waits for it goes where it is now (ours). */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the recipient */
                    recipient_id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DeliveryRecipientBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryRecipientKept"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes a recipient that no rule names; what waits for it is not sent any more (ours). */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the recipient */
                    recipient_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryDeleted"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Rules name it; the answer says which */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_delivery/recipients/{recipient_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a recipient a test at once, past quiet hours, and says what happened (ours). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the recipient */
                    recipient_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryTested"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the groups and the units that are in them (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Groups"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the links for clients, with their tokens (ours).
         * @description This and all about links is 404 unless `CLIENT_LINKS` is on.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientLinkList"];
                    };
                };
                /** @description Links are switched off */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes a link by which whoever has it sees one unit or group, and nothing else (ours). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClientLinkBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientLinkMade"];
                    };
                };
                /** @description Links are switched off */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There are as many as there may be */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_links/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a link back; whoever follows it sees nothing more (ours). */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Number of the link */
                    link_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientLinkDeleted"];
                    };
                };
                /** @description There is none, or links are switched off */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_monitor/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live levels of many units on one connection, as server-sent events (ours). */
        get: {
            parameters: {
                query?: {
                    /** @description Names separated by commas; `all` unless given */
                    units?: string;
                    /** @description Seconds of recorded levels, as one `BackfillFrame` for each unit before its first frame; nothing is missing between the two, and nothing is there twice */
                    backfill?: number;
                    /** @description Length of its steps, such as 10s or 1min; the shortest that makes at most 360 of them unless given */
                    backfill_period?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": components["schemas"]["MonitorFrame"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_monitor/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the feeds that run, are watched or kept alive. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MonitorStatus"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_monitor/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live levels of many units over one WebSocket (ours). */
        get: {
            parameters: {
                query?: {
                    /** @description Names separated by commas; `all` unless given */
                    units?: string;
                    /** @description Seconds of recorded levels, as one `BackfillFrame` for each unit before its first frame; nothing is missing between the two, and nothing is there twice */
                    backfill?: number;
                    /** @description Length of its steps, such as 10s or 1min; the shortest that makes at most 360 of them unless given */
                    backfill_period?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Frames as `MonitorFrame` */
                101: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MonitorFrame"];
                    };
                };
                /** @description The handshake is none */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such WebSocket */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No WebSocket was asked for */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Only version 13 of the WebSocket protocol is spoken */
                426: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_polling/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the background polling of all units. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_PollingStatus"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_system/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copies the database into the folder of backups, while it is in use (ours).
         * @description The oldest copies go when there are more than are kept.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BackupMade"];
                    };
                };
                /** @description A copy is being made */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The copy cannot be made */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The database is locked */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_system/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the copies of the database, newest first (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BackupList"];
                    };
                };
                /** @description The folder cannot be read */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_system/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the service at a glance: version, clock, database, writer, units and viewers (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SystemInfo"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_system/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the standby. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SystemChanged"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_system/standby": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leaves all meters to others: nothing is polled and no connection held until resumed. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SystemChanged"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_system/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says whether meters are polled at all. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SystemStatus"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/_units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all units with their names, groups and positions (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Units"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all units with their state. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Roster"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a unit. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewUnit"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Created"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the rest of a unit. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PollingSwitched"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/alerts/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what each limit on a clock-aligned energy mean still allows until its window ends (ours).
         * @description From the memory of the engine: an alarm begins as soon as a breach is certain, and this says how far off that is.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmBudgets"];
                    };
                };
                /** @description No unit can have this name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The alarms have no time to tell */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/alerts/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a unit's alert events, newest onset first. */
        get: {
            parameters: {
                query?: {
                    /** @description Events at most; 50 unless given, never more than 1000 */
                    limit?: number;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertEvents"];
                    };
                };
                /** @description No unit can have this name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/alerts/events/{event_id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that somebody knows of an event; may be repeated. */
        post: {
            parameters: {
                query?: {
                    /** @description Who, at most 200 characters */
                    by?: string;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Number of the event */
                    event_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertAcknowledged"];
                    };
                };
                /** @description The unit has no such event */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/alerts/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a unit's alert rules in the order of their creation. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertRules"];
                    };
                };
                /** @description No unit can have this name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Adds an alert rule to a unit, which need not be configured.
         * @description An enabled rule keeps the unit's monitor running.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AlertRuleBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertRuleKept"];
                    };
                };
                /** @description No unit can have this name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The unit has 100 rules */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/alerts/rules/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries a rule on what was recorded of a unit, before it is kept (ours).
         * @description The engine itself runs over the readings as they came; the events are those that there would have been. Where readings
         *     are no longer kept, their minutes are looked at, as far as they decide the rule's metric. When the unit did not answer
         *     is known from the events of its connection. `undecided` says what was not decided, and why.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AlarmTrialBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlarmTrial"];
                    };
                };
                /** @description No unit can have this name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Others are trying rules */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/alerts/rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replaces an alert rule as a whole: what is not given falls back to its default. Its open event is closed. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Number of the rule */
                    rule_id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AlertRuleBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertRuleKept"];
                    };
                };
                /** @description The unit has no such rule */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Deletes an alert rule. Its open event is closed, its events stay. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Number of the rule */
                    rule_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertRuleDeleted"];
                    };
                };
                /** @description The unit has no such rule */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/battery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the battery's state (`Battery Level?`), the meter's word. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Battery"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a unit's campaigns and what is due next (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CampaignList"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a campaign (ours). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CampaignUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_CampaignDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The unit has as many as it may */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Fields that cannot be taken, or an overlap */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/campaigns/{campaign_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a campaign and what is due next (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Number of the campaign */
                    campaign_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_CampaignDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Replaces a campaign; what is not given falls back to its default (ours).
         * @description A measurement that it has begun is stopped by the new schedule, or else when the old one would have stopped it: `next`
         *     shows that stop, also of a disabled campaign.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Number of the campaign */
                    campaign_id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CampaignUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_CampaignDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Fields that cannot be taken, or an overlap */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Removes a campaign; its runs stay, and a cycle of it that runs goes on (ours).
         * @description A measurement that it has begun is not stopped any more; the answer says so.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Number of the campaign */
                    campaign_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CampaignDeleted"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/campaigns/{campaign_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what became of everything due, newest first; of deleted campaigns, too (ours). */
        get: {
            parameters: {
                query?: {
                    /** @description At most so many, 1 to 1000; 100 unless given */
                    limit?: number;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Number of the campaign */
                    campaign_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CampaignRuns"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the meter's clock (`Clock?`), its local time. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Clock"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets the meter's clock (`Clock,…`) to the time given. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClockUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/clock/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the meter's clock to the server's time in the site's zone, as it is when the command leaves.
         * @description Reads it before and after (`Clock?`, `Clock,…`, `Clock?`).
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClockSynced"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/command": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends any command of the instrument's list, and shows what the meter answered.
         * @description What is known to be wrong is refused before it is sent; what may cut the connection needs `confirm`. A setting whose
         *     values are not known is passed on: the meter decides.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RawCommand"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RawReply"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description It may cut the connection and was not confirmed */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a unit's configuration. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_UnitSettings"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Creates or changes a unit; only what is given and not null changes.
         * @description A meter whose sleep mode is on is woken, as it would drop off the network.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConfigUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_UnitSettingsSummary"];
                    };
                };
                /** @description Nothing has such a name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes a unit with its state; history and log stay. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rests a unit: nothing is polled and no connection held until it is activated. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PollingSwitched"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tests a unit step by step, over its one line (`Battery Level?`, and `FTP?` where files may be fetched).
         * @description An unknown unit, too, is an answer.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Diagnostics"];
                    };
                };
                /** @description The name is a path of the API */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes the idle connection to a meter; not an error when there is none. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Disconnected"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live levels of one unit as server-sent events (ours).
         * @description Data and unreachable frames are plain messages; `backfill`, `alert`, `operation`, `campaign`, `gap`, `heartbeat` and `close`
         *     are named events. A client that comes back with `Last-Event-ID` (or `?since=epoch:seq`) gets every frame it missed, or one `gap`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `numbers`: levels as numbers, with percentages and flags */
                    values?: string;
                    /** @description Only these fields, separated by commas */
                    fields?: string;
                    /** @description `epoch:seq` of the last frame received */
                    since?: string;
                    /** @description Seconds of recorded levels, as one `BackfillFrame` for each unit before its first frame; nothing is missing between the two, and nothing is there twice */
                    backfill?: number;
                    /** @description Length of its steps, such as 10s or 1min; the shortest that makes at most 360 of them unless given */
                    backfill_period?: string;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": components["schemas"]["MonitorFrame"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/frequency-weighting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the frequency weighting of a channel (`Frequency Weighting (Main)?`). */
        get: {
            parameters: {
                query?: {
                    /** @description `Main` (default), `Sub1`, `Sub2`, `Sub3` */
                    channel?: string;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FrequencyWeighting"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets the frequency weighting of a channel (`Frequency Weighting (Main),A`). */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WeightingUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/ftp/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switches the meter's FTP server off (`FTP,Off`). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/ftp/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Downloads one file as `POST` does, for links: a browser takes it to the disk by itself (ours). */
        get: {
            parameters: {
                query: {
                    /** @description Whole path of the file on the card */
                    remote_path: string;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Downloads one file from the meter's card; a copy stays in `data/downloads/<unit_id>/`.
         * @description The answer begins when the file is whole, or after ten seconds. A file that fails after that is cut off before its
         *     announced length.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FileRequest"];
                };
            };
            responses: {
                /** @description The file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/ftp/download-folder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Downloads a folder as `POST` does, for links: a browser takes the archive to the disk by itself, however large (ours). */
        get: {
            parameters: {
                query: {
                    /** @description Whole path of the folder on the card */
                    remote_path: string;
                    /** @description Take an archive that lacks files; false unless given */
                    partial?: boolean;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The archive */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": unknown;
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Downloads a folder of the meter's card, with everything below it, as a ZIP archive with a `MANIFEST.json`.
         * @description The answer begins when all is fetched, after ten seconds, or after 32 MiB. A file that cannot be had until then makes
         *     it a 502 that names the file; after that, the archive ends with its manifest and the answer is cut off, so that
         *     nobody takes it for a success. With `partial` (ours) the files that are missing are in the manifest only.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FolderRequest"];
                };
            };
            responses: {
                /** @description The archive */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": unknown;
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Insufficient Storage */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/ftp/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switches the meter's FTP server on (`FTP,On`). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/ftp/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a folder of the meter's card. */
        get: {
            parameters: {
                query?: {
                    /** @description The folder, from the root of the card; `/` unless given */
                    path?: string;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CardFiles"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/ftp/latest-measurement-time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells the newest measurement on the meter's card (`Auto_…`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LatestMeasurement"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/ftp/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks the meter whether its FTP server is on (`FTP?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FtpStatus"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the last hours of a unit's feed, oldest first. */
        get: {
            parameters: {
                query?: {
                    /** @description How far back, 0.1 to 48; 2 unless given */
                    hours?: number;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["History"];
                    };
                };
                /** @description Nothing has such a name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/index-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the number of the folder that is written next (`Store Name?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IndexNumber"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets the number of the folder that is written next (`Store Name,0042`). */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["IndexUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/leq-interval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads over what time each stored Leq is taken (`Leq Calculation Interval Preset?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeqInterval"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets over what time each stored Leq is taken (`Leq Calculation Interval Preset,…`). */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PresetUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the meter now (`DOD?`, `Measure?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_LiveReading"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a unit's log, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Entries at most; 100 unless given, never more than 1000 */
                    limit?: number;
                    /** @description Leaves out so many of the newest */
                    offset?: number;
                    /** @description Only `DEBUG`, `INFO`, `WARNING` or `ERROR`, in any case */
                    level?: string;
                    /** @description Only `TCP`, `FTP`, `POLL`, `COMMAND`, `STATE`, `SYNC` or `GENERAL`, in any case */
                    category?: string;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnitLog"];
                    };
                };
                /** @description No unit can have this name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Empties a unit's log. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LogCleared"];
                    };
                };
                /** @description No unit can have this name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/lp-interval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads how often Lp is stored (`Lp Store Interval?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LpInterval"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets how often Lp is stored (`Lp Store Interval,…`). */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PresetUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/measurement-state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks the meter whether it measures (`Measure?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeasurementState"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/measurement-time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads how long a measurement lasts (`Measurement Time Preset Manual?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeasurementTime"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets how long a measurement lasts (`Measurement Time Preset Manual,…`). */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PresetUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/monitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live levels of one unit over WebSocket.
         * @description Without query parameters: the compatible frames, one JSON text message each. `values=numbers`, `fields=lp,leq`,
         *     `events=1`, `hello=1`, `since=epoch:seq` and `backfill=900` ask for more (ours).
         */
        get: {
            parameters: {
                query?: {
                    /** @description `numbers`: levels as numbers, with percentages and flags */
                    values?: string;
                    /** @description Only these fields, separated by commas */
                    fields?: string;
                    /** @description Alerts and gaps as frames of their own */
                    events?: boolean;
                    /** @description A first frame that says where the feed stands */
                    hello?: boolean;
                    /** @description `epoch:seq` of the last frame received */
                    since?: string;
                    /** @description Seconds of recorded levels, as one `BackfillFrame` for each unit before its first frame; nothing is missing between the two, and nothing is there twice */
                    backfill?: number;
                    /** @description Length of its steps, such as 10s or 1min; the shortest that makes at most 360 of them unless given */
                    backfill_period?: string;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Frames as `MonitorFrame` */
                101: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MonitorFrame"];
                    };
                };
                /** @description The handshake is none */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such WebSocket */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No WebSocket was asked for */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Only version 13 of the WebSocket protocol is spoken */
                426: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/monitor/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a unit's feed running without viewers, from now on and after a restart. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MonitorStarted"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/monitor/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a unit's feed end when nobody watches, unless rules with all their fields need it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MonitorStopped"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a unit's running and recent long operations, newest first (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OperationList"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/operations/{operation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how a long operation stands (ours). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Name of the operation */
                    operation_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_OperationDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Asks a running operation to end; it stops after the command in flight (ours). */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Name of the operation */
                    operation_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_OperationDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has ended, or cannot be ended half-way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/operations/{operation_id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Goes on with an operation that ended early, from the step it ended at (ours).
         * @description What it did before is verified, not repeated. Answers as the call that began it.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Answer at once */
                    background?: boolean;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                    /** @description Name of the operation */
                    operation_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As the call that began it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OperationBegun"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description It runs, was done, or cannot go on */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description A step failed */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CycleProblem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/overwrite-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks whether data exist where the next measurement would be stored (`Overwrite?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OverwriteCheck"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pauses the measurement (`Pause,On`). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/polling/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a unit's background polling. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_PollingSettings"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes a unit's background polling. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PollingUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_PollingSettings"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replaces a unit's name, groups and position as a whole (ours).
         * @description Rules of a group begin and cease to apply to the unit at once.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProfileUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnitProfiled"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resets the measurement data (`Reset`); meters of today are expected not to know this command. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the final results of the last measurement (`DLC?`); nothing is stored. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_Results"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on with a paused measurement (`Pause,Off`). */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what was recorded of a unit in steps of any length, from a second to a day (ours).
         * @description Energy means, extremes and percentiles over each step, with the share of it that was measured. Steps lie on the
         *     zone's clock. Readings are kept for a week, so shorter steps than a minute go back no further; minutes and what is
         *     put together from them are kept for years. The answer is streamed, and is up to date to the last half second.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A time with an offset, or one of the zone's clock, or a date; 24 hours before `to` unless given */
                    from?: string;
                    /** @description The same; now unless given */
                    to?: string;
                    /** @description Length of a step, such as 1s, 1min, 15min, 1h or 1d; the shortest that makes at most `points` of them unless given */
                    period?: string;
                    /** @description Steps at most where `period` is not given, 1 to 10000; 1000 unless given */
                    points?: number;
                    /** @description Any of leq, le, lmax, lmin, lpeak and l1 to l99, separated by commas; leq,lmax,lmin,lpeak,l10,l50,l90 unless given */
                    metrics?: string;
                    /** @description IANA name of a zone; the site's unless given */
                    zone?: string;
                    /** @description Character of the sound, on which the uncertainty of polled levels depends: steady, fluctuating, impulsive or rare; fluctuating unless given */
                    sound?: "steady" | "fluctuating" | "impulsive" | "rare";
                    /** @description json, csv or parquet; json unless given */
                    format?: "json" | "csv" | "parquet";
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Series"];
                        "text/csv": string;
                        "application/vnd.apache.parquet": string;
                    };
                };
                /** @description Nothing has such a name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the main settings; a value the meter does not tell says why. Takes about 11 s. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeterSettings"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/settings/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same without the unit's name. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeterSettings"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/sleep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switches the sleep mode on (`Sleep Mode,On`). The meter drops off the network some time later and cannot be woken
         *     over it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/sleep/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks whether the sleep mode is on (`Sleep Mode?`). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SleepStatus"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts a measurement (`Measure,Start`); a sleeping meter is woken first. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/start-cycle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the clock, finds the next free store name, and starts a measurement.
         * @description Answers when the meter measures. `background=true` (ours) answers 202 at once; the operation shows each step. A cycle that
         *     ended early can be restarted.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Answer at once (ours) */
                    background?: boolean;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["StartCycle"] | null;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StartCycleDone"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OperationBegun"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another cycle of the unit runs */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description A step failed */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CycleProblem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the last known state of a unit, without asking its meter. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_CachedStatus"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Merges what a client knows into the last known state; needs no configuration. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StatusUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data_MergedStatus"];
                    };
                };
                /** @description Nothing has such a name */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The unit is not configured, and there are 1,000 such states */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a measurement (`Measure,Stop`); one that has stopped already is a success. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/stop-cycle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops a measurement, switches the FTP server on, and fetches the measurement's folder as one archive.
         * @description Answers when the archive is whole, checked and sealed; a download that failed is told in the answer. `background=true`
         *     (ours) answers 202 at once.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Answer at once (ours) */
                    background?: boolean;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["StopCycle"] | null;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StopCycleDone"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OperationBegun"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Another cycle of the unit runs */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description A step failed */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CycleProblem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/store": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts the finished measurement on the card (`Manual Store,Start`); works in Manual store mode. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The meter's 10 Hz output over WebSocket, shared by all who follow it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Frames as `StreamFrame` */
                101: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StreamFrame"];
                    };
                };
                /** @description The handshake is none */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such WebSocket */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description No WebSocket was asked for */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Only version 13 of the WebSocket protocol is spoken */
                426: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/sync-start-time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the start of the measurement from the newest folder on the meter's card. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StartTimeSync"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/time-weighting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the time weighting of a channel (`Time Weighting (Main)?`). */
        get: {
            parameters: {
                query?: {
                    /** @description `Main` (default), `Sub1`, `Sub2`, `Sub3` */
                    channel?: string;
                };
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TimeWeighting"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets the time weighting of a channel (`Time Weighting (Main),F`). */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WeightingUpdate"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not come within 30 s */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is longer than 64 KiB */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nl43/{unit_id}/wake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switches the sleep mode off (`Sleep Mode,Off`), as long as the meter still answers. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of the unit */
                    unit_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Bad Gateway */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Gateway Timeout */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says that the service runs; waits for nothing. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says which meters answer, as their lines know; opens no connection.
         * @description Meters that rest or were never asked are not reachable, and no failures either.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DevicesHealth"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of the service and of every unit, in Prometheus text form. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the same page, at the address where the roster was. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": unknown;
                    };
                };
                /** @description The page that the client has */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/view/{token}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a client the units of his link: levels now, the day so far, limits, the last 24 hours (ours).
         * @description 404 unless `CLIENT_LINKS` is on. Worked out once in ten seconds, however many ask.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Minutes of a step of the last 24 hours: 5 or 15; 15 unless given */
                    step?: number;
                };
                header?: never;
                path: {
                    /** @description What the link's address ends with */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientView"];
                    };
                };
                /** @description There is no such link, or links are switched off */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ValidationProblem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/view/{token}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live levels of the units of a link, as server-sent events named `now` (ours).
         * @description It ends when the link is taken back and when its units change; a browser then comes back by itself.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description What the link's address ends with */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": components["schemas"]["ViewedNews"];
                    };
                };
                /** @description There is no such link, or links are switched off */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description As many follow links as may */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed: 500 and 503 of the database, 504 after two minutes */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who takes note, and what they say. */
        AlarmAcknowledge: {
            /** @description Who, at most 200 characters. */
            by?: string | null;
            /** @description What they say, at most 2000 characters. */
            note?: string | null;
        };
        /** @description A time of the day on some days. */
        AlarmBlock: {
            /** @description `HH:MM`. */
            start: string;
            /** @description `HH:MM`; the same as the begin, or earlier: on the next day. */
            end: string;
            /** @description Days on which it begins, `0` (Monday) to `6`, separated by commas. */
            days: string;
            /** @description `as_weekday`, `excluded` or `included`. */
            holidays: string;
        };
        /** @description A time of the day on some days, as it is given. */
        AlarmBlockBody: {
            /** @description `HH:MM`. */
            start: string;
            /** @description `HH:MM`; the same as the begin, or earlier: on the next day. */
            end: string;
            /** @description Days on which it begins, `0` (Monday) to `6`, separated by commas; all unless given, none if empty. */
            days?: string | null;
            /** @description `as_weekday`, `excluded` or `included`; `as_weekday` unless given. */
            holidays?: string | null;
        };
        /** @description What a limit still allows until its window ends. */
        AlarmBudget: {
            /**
             * Format: int64
             * @description Number of the rule.
             */
            rule_id: number;
            /** @description The rule's name. */
            rule_name: string;
            /** @description Begin of the window under way. */
            window_start: string;
            /** @description Its end. */
            window_end: string;
            /**
             * Format: double
             * @description The limit.
             */
            limit_db: number;
            /**
             * Format: double
             * @description Energy mean of what was measured of the window.
             */
            leq_db?: number | null;
            /**
             * Format: double
             * @description How much of it was measured, seconds.
             */
            covered_s: number;
            /**
             * Format: double
             * @description Share of the limit's energy that is used up, percent; more than 100 is the overrun.
             */
            used_percent: number;
            /**
             * Format: double
             * @description Energy mean that may still be emitted until the window ends; null: none.
             */
            allowed_db?: number | null;
            /**
             * Format: double
             * @description Seconds until the breach is certain at the present level; null when the window ends before.
             */
            seconds_to_breach?: number | null;
        };
        /** @description Answer to `GET …/alerts/budget`. */
        AlarmBudgets: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Limits on clock-aligned energy means whose window is under way. */
            budgets: components["schemas"]["AlarmBudget"][];
        };
        /** @description A step of an escalation. */
        AlarmEscalation: {
            /**
             * Format: int64
             * @description Seconds after the onset; more than those of the step before.
             */
            after_s: number;
            /** @description Numbers of the recipients who are told then. */
            recipients: number[];
        };
        /** @description A breach of a rule, or a lost connection. */
        AlarmEvent: {
            /**
             * Format: int64
             * @description Its number, counting up over all units.
             */
            id: number;
            /** @description Name of the unit. */
            unit_id: string;
            /**
             * Format: int64
             * @description Number of the rule; 0 for the unit's connection.
             */
            rule_id: number;
            /** @description The rule's name at the onset. */
            rule_name?: string | null;
            /** @description `info`, `warning` or `critical`. */
            severity: string;
            /** @description What was compared. */
            metric: string;
            /** @description The same as people read it. */
            metric_text: string;
            /** @description The unit of its values: `dB`, `s`, `%`, `MB` or nothing. */
            unit: string;
            /** @description `above`, `below`, `at_or_above` or `at_or_below`. */
            comparison: string;
            /**
             * Format: double
             * @description The limit; null where there is none.
             */
            threshold?: number | null;
            /** @description When it began. */
            onset_at?: string | null;
            /**
             * Format: double
             * @description The value it began with.
             */
            onset_value?: number | null;
            /**
             * Format: double
             * @description The worst value so far.
             */
            peak_value?: number | null;
            /** @description When that was first reached. */
            peak_at?: string | null;
            /** @description When it ended; null while it is open. */
            ended_at?: string | null;
            /** @description `cleared`, or why it was ended otherwise; null while it is open. */
            ended_reason?: string | null;
            /**
             * Format: int32
             * @description How often the limit was broken.
             */
            exceedances: number;
            /** @description When somebody took note of it. */
            acknowledged_at?: string | null;
            /** @description Who did. */
            acknowledged_by?: string | null;
            /** @description What they said. */
            acknowledged_note?: string | null;
            /**
             * Format: int64
             * @description The incident that it is part of; null for events of an older service.
             */
            incident_id?: number | null;
        };
        /** @description Answer to `POST _alerts/events/{event_id}/ack`. */
        AlarmEventKept: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The event as it is now. */
            event: components["schemas"]["AlarmEvent"];
        };
        /** @description Answer to `GET _alerts/events`. */
        AlarmEvents: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Of the largest numbers first. */
            events: components["schemas"]["AlarmEvent"][];
        };
        /** @description Events of one unit that overlap. */
        AlarmIncident: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description What its first event is of, and how many more there are. */
            title: string;
            /** @description The worst of its events: `info`, `warning` or `critical`. */
            severity: string;
            /** @description `open`, `acknowledged` when all of its open events are, or `closed`. */
            state: string;
            /** @description When its first event began. */
            started_at: string;
            /** @description When its last one ended; null while one is open. */
            ended_at?: string | null;
            /**
             * Format: int32
             * @description How many of its events are open.
             */
            open_events: number;
            /**
             * Format: int32
             * @description How many events it has.
             */
            event_count: number;
            /** @description Its newest events, at most 100, newest first. */
            events: components["schemas"]["AlarmEvent"][];
        };
        /** @description An incident with what happened in it. */
        AlarmIncidentDetails: components["schemas"]["AlarmIncident"] & {
            /** @description What happened, in order; at most 2000 lines. */
            timeline: components["schemas"]["AlarmTimelineEntry"][];
        };
        /** @description Answer to routes about one incident. */
        AlarmIncidentKept: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The incident as it is now. */
            incident: components["schemas"]["AlarmIncidentDetails"];
        };
        /** @description Answer to `GET _alerts/incidents`. */
        AlarmIncidents: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Of the largest numbers first. */
            incidents: components["schemas"]["AlarmIncident"][];
        };
        /** @description A rule, and where it stands. */
        AlarmRule: components["schemas"]["AlarmRuleFields"] & {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description Whether it is one of a unit's own rules, as the unit's routes show them. */
            compatible: boolean;
            /** @description The unit of its values: `dB`, `s`, `%`, `MB` or nothing. */
            unit: string;
            /** @description The metric as people read it: `LP`, `Leq,15min`. */
            metric_text: string;
            /** @description Units that it applies to now. */
            units: string[];
            /**
             * Format: int32
             * @description How many of its events are open.
             */
            open_events: number;
            /** @description Where it is not told of for a while. */
            shelves: components["schemas"]["AlarmShelf"][];
        };
        /**
         * @description A rule as it is given; what is missing falls back to its default.
         * @example {
         *       "name": "Night",
         *       "severity": "critical",
         *       "applies_to": "all",
         *       "metric": "leq_t",
         *       "window": "aligned",
         *       "window_s": 900,
         *       "threshold": 45,
         *       "blocks": [
         *         {
         *           "start": "22:00",
         *           "end": "06:00",
         *           "days": "0,1,2,3,4",
         *           "holidays": "as_weekday"
         *         }
         *       ],
         *       "channels": [
         *         "log"
         *       ]
         *     }
         */
        AlarmRuleBody: {
            /** @description Shown to people, at most 200 characters; `Alert` unless given. */
            name?: string | null;
            /** @description `info`, `warning` or `critical`; `warning` unless given. */
            severity?: string | null;
            /** @description `all`, `group:NAME` or `unit:NAME`; `all` unless given. */
            applies_to?: string | null;
            /**
             * @description What is looked at: a level (`lp`, `leq`, `lmax`, `lmin`, `lpeak`, `ln1` to `ln5`), a figure of a window (`leq_t`,
             *     `lmax_t`, `lmin_t`, `lpeak_t`, `l1_t` to `l99_t`), a change (`lp_change`…), `battery`, `card_free_mb`,
             *     `card_free_percent`, `clock_offset_s`, `connectivity` or `no_data_s`.
             */
            metric: string;
            /** @description `rolling`, `aligned` or `daily`; for figures of windows. */
            window?: string | null;
            /**
             * Format: int64
             * @description Length of a rolling or aligned window, or the time of a change, seconds.
             */
            window_s?: number | null;
            /** @description Begin of a daily window, `HH:MM`. */
            window_from?: string | null;
            /** @description End of a daily window, `HH:MM`. */
            window_to?: string | null;
            /**
             * Format: double
             * @description Covered share from which a window counts, 0.01 to 1; 0.9 unless given.
             */
            required_coverage?: number | null;
            /**
             * Format: double
             * @description Level that was not exceeded by what was missed of a window, dB.
             */
            ceiling_db?: number | null;
            /** @description `above` or `below` the limit, or `at_or_above` or `at_or_below`, which include it; `above` unless given. */
            comparison?: string | null;
            /**
             * Format: double
             * @description The limit, in the metric's unit; connectivity has none.
             */
            threshold?: number | null;
            /**
             * Format: double
             * @description How far inside the limit the value must be to have recovered; 0 unless given.
             */
            dead_band?: number | null;
            /**
             * Format: int64
             * @description Seconds of a breach before it counts; 0 unless given.
             */
            on_delay_s?: number | null;
            /**
             * Format: int64
             * @description Seconds of a recovery before it counts; 0 unless given.
             */
            off_delay_s?: number | null;
            /**
             * Format: int64
             * @description Least seconds from one onset to the next; 0 unless given.
             */
            cooldown_s?: number | null;
            /**
             * Format: int64
             * @description While the limit is broken and nobody took note: seconds until it is told again, and again; 60 at least.
             */
            reminder_s?: number | null;
            /** @description When it applies; always unless given. At most 50. */
            blocks?: components["schemas"]["AlarmBlockBody"][] | null;
            /** @description Dates that count as holidays, `YYYY-MM-DD`. At most 1000. */
            holidays?: string[] | null;
            /** @description IANA name of the zone whose clock counts; the site's unless given. */
            zone?: string | null;
            /**
             * @description At the end of its times an open event is ended (`close`), or stays until the value clears it (`keep`); `close`
             *     unless given.
             */
            leaving?: string | null;
            /** @description What its messages say, with places such as `{unit}` and `{value}`. */
            template?: string | null;
            /**
             * Format: double
             * @description A peak that has risen by so much is told again.
             */
            update_step?: number | null;
            /** @description `log`, `email`, `sms`, `webhook`, `mqtt`; `log` unless given. */
            channels?: string[] | null;
            /** @description Numbers of the recipients who are told first. At most 50. */
            recipients?: number[] | null;
            /** @description Who is told when nobody acknowledges. At most 10 steps. */
            escalation?: components["schemas"]["AlarmEscalation"][] | null;
            /** @description Whether it applies; true unless given. */
            enabled?: boolean | null;
        };
        /** @description All fields of a rule. */
        AlarmRuleFields: {
            /** @description Shown to people. */
            name: string;
            /** @description `info`, `warning` or `critical`. */
            severity: string;
            /** @description `all`, `group:NAME` or `unit:NAME`. */
            applies_to: string;
            /** @description What is looked at. */
            metric: string;
            /** @description `rolling`, `aligned` or `daily`. */
            window?: string | null;
            /**
             * Format: int64
             * @description Length of a rolling or aligned window, or the time of a change, seconds.
             */
            window_s?: number | null;
            /** @description Begin of a daily window, `HH:MM`. */
            window_from?: string | null;
            /** @description End of a daily window, `HH:MM`. */
            window_to?: string | null;
            /**
             * Format: double
             * @description Covered share from which a window counts.
             */
            required_coverage?: number | null;
            /**
             * Format: double
             * @description Level that was not exceeded by what was missed of a window, dB.
             */
            ceiling_db?: number | null;
            /** @description `above`, `below`, `at_or_above` or `at_or_below`. */
            comparison: string;
            /**
             * Format: double
             * @description The limit, in the metric's unit.
             */
            threshold?: number | null;
            /**
             * Format: double
             * @description How far inside the limit the value must be to have recovered.
             */
            dead_band: number;
            /**
             * Format: int64
             * @description Seconds of a breach before it counts.
             */
            on_delay_s: number;
            /**
             * Format: int64
             * @description Seconds of a recovery before it counts.
             */
            off_delay_s: number;
            /**
             * Format: int64
             * @description Least seconds from one onset to the next.
             */
            cooldown_s: number;
            /**
             * Format: int64
             * @description Seconds until it is told again, while nobody took note; null: it is not.
             */
            reminder_s?: number | null;
            /** @description When it applies; none: always. */
            blocks: components["schemas"]["AlarmBlock"][];
            /** @description Dates that count as holidays, `YYYY-MM-DD`. */
            holidays: string[];
            /** @description IANA name of the zone whose clock counts; null: the site's. */
            zone?: string | null;
            /** @description `close` or `keep`. */
            leaving: string;
            /** @description What its messages say; null: the usual. */
            template?: string | null;
            /**
             * Format: double
             * @description A peak that has risen by so much is told again.
             */
            update_step?: number | null;
            /** @description `log`, `email`, `sms`, `webhook`, `mqtt`. */
            channels: string[];
            /** @description Numbers of the recipients who are told first. */
            recipients: number[];
            /** @description Who is told when nobody acknowledges. */
            escalation: components["schemas"]["AlarmEscalation"][];
            /** @description Whether it applies. */
            enabled: boolean;
        };
        /** @description Answer to routes about one rule. */
        AlarmRuleKept: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The rule as it is kept. */
            rule: components["schemas"]["AlarmRule"];
        };
        /** @description Answer to `GET _alerts/rules`. */
        AlarmRules: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Those of units first, each kind in the order of their creation. */
            rules: components["schemas"]["AlarmRule"][];
        };
        /** @description A rule is not told of until then. */
        AlarmShelf: {
            /** @description At this unit; null: at all of its units. */
            unit_id?: string | null;
            /** @description Until when. */
            until: string;
            /** @description Who did so. */
            by?: string | null;
            /** @description Why. */
            note?: string | null;
        };
        /**
         * @description Body of `POST _alerts/rules/{rule_id}/shelve`: one of `until` and `for_s` is given.
         * @example {
         *       "for_s": 3600,
         *       "by": "Ann",
         *       "note": "works on the road"
         *     }
         */
        AlarmShelveBody: {
            /** @description At this unit; all of its units unless given. */
            unit_id?: string | null;
            /** @description Until when, RFC 3339; at most a year from now. */
            until?: string | null;
            /**
             * Format: int64
             * @description For so many seconds, 1 to a year.
             */
            for_s?: number | null;
            /** @description Who does so, at most 200 characters. */
            by?: string | null;
            /** @description Why, at most 2000 characters. */
            note?: string | null;
        };
        /** @description Answer to `GET _alerts/summary`. */
        AlarmSummary: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /**
             * Format: int32
             * @description How many events are open.
             */
            open_events: number;
            /**
             * Format: int32
             * @description Of these, how many nobody took note of.
             */
            unacknowledged: number;
            /**
             * Format: int32
             * @description How many incidents are open: one for each unit with an open event.
             */
            incidents_open: number;
            /** @description The units that have an open event, by name. */
            units: components["schemas"]["AlarmUnitSummary"][];
        };
        /** @description Something that happened in an incident. */
        AlarmTimelineEntry: {
            /** @description When. */
            at: string;
            /** @description `raised`, `peak`, `reminded`, `acknowledged`, `shelved`, `unshelved`, `cleared` or `closed`. */
            kind: string;
            /**
             * Format: int64
             * @description To the event of which rule; 0 for the connection.
             */
            rule_id: number;
            /** @description The rule's name. */
            rule_name?: string | null;
            /**
             * Format: double
             * @description The value then.
             */
            value?: number | null;
            /** @description Who did it. */
            by?: string | null;
            /** @description What they said, or why it was ended. */
            note?: string | null;
        };
        /** @description Answer to `POST …/alerts/rules/try`. */
        AlarmTrial: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description From when. */
            from: string;
            /** @description Until when. */
            to: string;
            /**
             * Format: int64
             * @description Readings that were looked at.
             */
            readings: number;
            /**
             * Format: int64
             * @description Minutes that were looked at where readings are no longer kept.
             */
            minutes: number;
            /**
             * Format: int64
             * @description Times without an answer of the instrument that were looked at.
             */
            outages: number;
            /** @description What could not be decided, and why, in words; empty when everything was. */
            undecided: string[];
            /** @description The events that there would have been, oldest first; at most 1,000. */
            events: components["schemas"]["TriedAlarmEvent"][];
            /**
             * Format: int64
             * @description How many more there were.
             */
            more: number;
        };
        /** @description Body of `POST …/alerts/rules/try`. */
        AlarmTrialBody: {
            /** @description The rule. Whether it is enabled and whom it applies to plays no part. */
            rule: components["schemas"]["AlarmRuleBody"];
            /** @description From when, RFC 3339; 24 hours before `to` unless given. */
            from?: string | null;
            /** @description Until when, RFC 3339; now unless given. At most 366 days after `from`. */
            to?: string | null;
        };
        /** @description What is open at a unit. */
        AlarmUnitSummary: {
            /** @description Name of the unit. */
            unit_id: string;
            /**
             * Format: int32
             * @description How many events are open.
             */
            open_events: number;
            /**
             * Format: int32
             * @description Of these, how many nobody took note of.
             */
            unacknowledged: number;
            /** @description The worst: `info`, `warning` or `critical`. */
            worst_severity: string;
            /** @description Since when one is open. */
            since: string;
        };
        /** @description Answer to `POST …/alerts/events/{event_id}/ack`. */
        AlertAcknowledged: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /**
             * Format: int64
             * @description Number of the event.
             */
            acknowledged: number;
        };
        /** @description Something that began and perhaps ended. */
        AlertEvent: {
            /**
             * Format: int64
             * @description Its number, counting up over all units.
             */
            id: number;
            /**
             * Format: int64
             * @description Number of the rule; 0 for the unit's connection.
             */
            rule_id: number;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description The rule's name at the onset. */
            rule_name?: string | null;
            /** @description The level compared, or `connectivity`. */
            metric: string;
            /**
             * Format: double
             * @description The limit, dB; 0 for the connection.
             */
            threshold_db?: number | null;
            /** @description When it began. */
            onset_at?: string | null;
            /**
             * Format: double
             * @description The level that began it, dB.
             */
            onset_value?: number | null;
            /**
             * Format: double
             * @description The worst level so far, dB.
             */
            peak_value?: number | null;
            /** @description When it ended. */
            clear_at?: string | null;
            /** @description `active` or `cleared`. */
            status: string;
            /** @description When somebody took note of it. */
            acknowledged_at?: string | null;
            /** @description Who did. */
            acknowledged_by?: string | null;
            /** @description Why it was closed when the level was not the reason (ours), for instance `Rule deleted`. */
            notes?: string | null;
        };
        /** @description Answer to `GET …/alerts/events`. */
        AlertEvents: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Newest onset first. */
            events: components["schemas"]["AlertEvent"][];
        };
        /** @description Something happened to an event of an alert rule or of the connection (ours). */
        AlertFrame: {
            /** @description Always `alert`. */
            event: string;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When the frame was published. */
            timestamp: string;
            /** @description `onset`, `reminder`, `clear`, `acknowledged`, `shelved` or `unshelved`; there may be more. */
            edge: string;
            /** @description Whether nobody is sent word of it: it is for those who look only. */
            quiet?: boolean;
            /**
             * Format: int64
             * @description Number of the rule; null for the environment's and for the connection.
             */
            rule_id?: number | null;
            /** @description The rule's name. */
            rule: string;
            /** @description `info`, `warning` or `critical`. */
            severity?: string | null;
            /** @description What was compared. */
            metric: string;
            /** @description The unit of the values: `dB`, `s`, `%`, `MB` or nothing. */
            unit?: string | null;
            /** @description `above`, `below`, `at_or_above` or `at_or_below`. */
            comparison: string;
            /**
             * Format: double
             * @description The rule's threshold, in that unit; null for connectivity.
             */
            threshold_db?: number | null;
            /**
             * Format: double
             * @description The value at the edge, in that unit; null where there is none.
             */
            level_db?: number | null;
        };
        /** @description A rule as it is given; what is missing falls back to its default. */
        AlertRuleBody: {
            /** @description Shown to people, at most 200 characters; `Alert` unless given. */
            name?: string | null;
            /** @description `lp`, `leq`, `lmax`, `lmin`, `lpeak`, `ln1` or `ln2`; `lp` unless given. */
            metric?: string | null;
            /** @description `above` or `below`; `above` unless given. */
            comparison?: string | null;
            /**
             * Format: double
             * @description The limit, dB.
             */
            threshold_db: number;
            /**
             * Format: int64
             * @description Exceeded, or recovered, for so many seconds before the edge counts; 0 unless given.
             */
            duration_s?: number | null;
            /**
             * Format: double
             * @description Recovered means this far inside the limit, dB; 2 unless given.
             */
            clear_margin_db?: number | null;
            /**
             * Format: int64
             * @description Least seconds from one onset to the next; 300 unless given.
             */
            cooldown_s?: number | null;
            /** @description `HH:MM`, site time; with `schedule_end`, the rule applies from here. */
            schedule_start?: string | null;
            /** @description `HH:MM`, site time; with `schedule_start`, the rule applies until here. */
            schedule_end?: string | null;
            /** @description Days on which the window begins, `0` (Monday) to `6`, separated by commas. */
            schedule_days?: string | null;
            /** @description `log`, `email`, `sms`, separated by commas; `log` unless given. */
            channels?: string | null;
            /** @description Separated by commas. */
            recipients?: string | null;
            /** @description Whether it applies; true unless given. */
            enabled?: boolean | null;
        };
        /** @description Answer to `DELETE …/alerts/rules/{rule_id}`. */
        AlertRuleDeleted: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /**
             * Format: int64
             * @description Number of the rule.
             */
            deleted: number;
        };
        /** @description Answer to `POST …/alerts/rules` and `PUT …/alerts/rules/{rule_id}`. */
        AlertRuleKept: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The rule as it is kept. */
            rule: components["schemas"]["UnitAlertRule"];
        };
        /** @description Answer to `GET …/alerts/rules`. */
        AlertRules: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description In the order of their creation. */
            rules: components["schemas"]["UnitAlertRule"][];
        };
        /**
         * @description What was recorded of a unit, before its first frame (ours).
         *
         *     Its readings and those of the frames from `seq + 1` on are all there are, each once.
         */
        BackfillFrame: {
            /** @description Always `backfill`. */
            event: string;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When it was made. */
            timestamp: string;
            /**
             * Format: int32
             * @description Length of the steps in seconds.
             */
            period_s: number;
            /**
             * @description What the values of a row are: `at`, seconds since 1970 at the begin of the step; the levels in dB; `covered_s`, how many
             *     seconds of it were measured.
             */
            columns: string[];
            /**
             * @description A row for each step, oldest first, with `null` where nothing was measured. The last one may have only begun: it goes on
             *     with the frames that follow.
             */
            rows: (number | null)[][];
            /** @description When its newest reading was taken; null when none was lately. */
            until?: string | null;
            state?: components["schemas"]["MonitorFrame"] | null;
            /** @description Why `since` could not be resumed; null when it was not given. */
            gap?: string | null;
            /** @description Why there are no rows, in words; null when all is well. */
            error?: string | null;
            /** @description Position in the feed. */
            epoch: string;
            /**
             * Format: int64
             * @description Number of the last frame before; the next one is one more.
             */
            seq: number;
        };
        /** @description Answer to `GET /api/nl43/_system/backups` (ours). */
        BackupList: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Newest first. */
            backups: components["schemas"]["StoredBackup"][];
        };
        /** @description Answer to `POST /api/nl43/_system/backup` (ours). */
        BackupMade: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The copy, on the server. */
            path: string;
            /**
             * Format: int64
             * @description Its size.
             */
            size_bytes: number;
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            took_ms: number;
        };
        /** @description Answer to `GET …/battery`. */
        Battery: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The meter's word, for instance `Full`. */
            battery_level: string;
        };
        /** @description The last known state of a unit, as `GET …/status` shows it. */
        CachedStatus: components["schemas"]["MergedStatus"] & {
            /** @description Whether polls succeed. */
            is_reachable: boolean;
            /**
             * Format: int32
             * @description Failed polls in a row.
             */
            consecutive_failures: number;
            /** @description Time of the last poll. */
            last_poll_attempt?: string | null;
            /** @description Time of the last good poll. */
            last_success?: string | null;
            /** @description Why the last poll failed. */
            last_error?: string | null;
        };
        /** @description Answer to `DELETE …/campaigns/{campaign_id}`. */
        CampaignDeleted: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /**
             * Format: int64
             * @description Its number.
             */
            deleted: number;
            /** @description Said when it has begun a measurement that it will not stop any more. */
            note?: string | null;
        };
        /** @description A campaign. */
        CampaignDetails: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description What people call it. */
            name: string;
            /** @description Whether it makes anything due. */
            enabled: boolean;
            /** @description Why it rests although nobody disabled it. */
            reason?: string | null;
            /** @description IANA name of its own zone; null for the site's. */
            zone?: string | null;
            /** @description Days on which it begins, numbers from 0, Monday, to 6. */
            days: number[];
            /** @description Local time of its start cycle. */
            start: string;
            /** @description Local time of its stop cycle. */
            stop: string;
            /** @description First day on which it may begin. */
            valid_from?: string | null;
            /** @description Last day on which it may begin. */
            valid_until?: string | null;
            /**
             * Format: int64
             * @description How late a cycle may still be run, seconds.
             */
            grace_s: number;
            /** @description Whether start cycles set the meter's clock. */
            sync_clock: boolean;
            /** @description Whether stop cycles fetch the files. */
            download: boolean;
            /** @description Whether stop cycles switch a working FTP server off and on. */
            toggle_ftp: boolean;
            next?: components["schemas"]["CampaignDue"] | null;
        };
        /** @description Something due. */
        CampaignDue: {
            /** @description `start` or `stop`. */
            action: string;
            /** @description When, UTC. */
            at: string;
            /** @description When, by the campaign's clock, with its offset from UTC. */
            local: string;
        };
        /** @description A frame that tells what became of something due (ours). */
        CampaignFrame: {
            /** @description Always `campaign`. */
            event: string;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When the frame was published. */
            timestamp: string;
            /**
             * Format: int64
             * @description Number of the campaign.
             */
            campaign_id: number;
            /** @description Its name. */
            name: string;
            /** @description `start` or `stop`. */
            action: string;
            /** @description When it was due, UTC. */
            due: string;
            /** @description `running`, `done`, `failed`, `missed`, `skipped` or `interrupted`. */
            state: string;
            /** @description The cycle's operation. */
            operation_id?: string | null;
            /** @description What is worth knowing. */
            detail?: string | null;
        };
        /** @description Answer to `GET …/campaigns`. */
        CampaignList: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Its campaigns, in the order of their numbers. */
            campaigns: components["schemas"]["CampaignDetails"][];
            /** @description How many there are. */
            count: number;
        };
        /** @description One run of a campaign. */
        CampaignRunDetails: {
            /** @description `start` or `stop`. */
            action: string;
            /** @description When it was due, UTC. */
            due: string;
            /** @description `running`, `done`, `failed`, `missed`, `skipped` or `interrupted`. */
            state: string;
            /** @description When its cycle began, UTC. */
            began?: string | null;
            /** @description When its cycle ended, UTC. */
            ended?: string | null;
            /** @description The cycle's operation. */
            operation_id?: string | null;
            /** @description What is worth knowing: how late, why missed, what failed. */
            detail?: string | null;
        };
        /** @description Answer to `GET …/campaigns/{campaign_id}/runs`. */
        CampaignRuns: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /**
             * Format: int64
             * @description Number of the campaign.
             */
            campaign_id: number;
            /** @description Its runs, newest first. */
            runs: components["schemas"]["CampaignRunDetails"][];
            /** @description How many are shown. */
            count: number;
        };
        /** @description Body of `POST …/campaigns` and `PUT …/campaigns/{campaign_id}`, which replaces the whole campaign. */
        CampaignUpdate: {
            /** @description What people call it; `Campaign` unless given. */
            name?: string | null;
            /** @description Whether it makes anything due; true unless given. */
            enabled?: boolean | null;
            /**
             * @description IANA name of its zone, such as `Europe/Berlin`; the site's unless given.
             * @example Europe/Berlin
             */
            zone?: string | null;
            /**
             * @description Days on which it begins: numbers from 0, Monday, to 6, as a list or separated by commas; all unless given.
             * @example [
             *       0,
             *       4
             *     ]
             */
            days?: number[] | null;
            /**
             * @description Local time of its start cycle, `hh:mm` or `hh:mm:ss`.
             * @example 22:00
             */
            start: string;
            /**
             * @description Local time of its stop cycle; on the next day when not later than `start`.
             * @example 06:00
             */
            stop: string;
            /**
             * @description First day on which it may begin, `YYYY-MM-DD`.
             * @example 2026-06-01
             */
            valid_from?: string | null;
            /**
             * @description Last day on which it may begin.
             * @example 2099-12-31
             */
            valid_until?: string | null;
            /**
             * Format: int32
             * @description How late, in seconds, a cycle may still be run; 900 unless given, at most a day.
             */
            grace_s?: number | null;
            /** @description Whether start cycles set the meter's clock; true unless given. */
            sync_clock?: boolean | null;
            /** @description Whether stop cycles fetch the files; true unless given. */
            download?: boolean | null;
            /** @description Whether stop cycles switch a working FTP server off and on; true unless given. */
            toggle_ftp?: boolean | null;
        };
        /** @description One file or folder on a meter's card. */
        CardFile: {
            /** @description Its name. */
            name: string;
            /** @description Its whole path. */
            path: string;
            /**
             * Format: int64
             * @description Bytes; 0 for folders.
             */
            size: number;
            /** @description The date as the meter lists it, in its own clock: `Dec 24 02:13` or `Dec 24 2025`. */
            modified: string;
            /** @description The same in UTC, ISO 8601 without a zone; null where it is no date. */
            modified_timestamp?: string | null;
            /** @description Whether it is a folder. */
            is_dir: boolean;
        };
        /** @description Answer to `GET …/ftp/files`. */
        CardFiles: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The folder. */
            path: string;
            /** @description What lies in it. */
            files: components["schemas"]["CardFile"][];
            /** @description How many these are. */
            count: number;
            /** @description Ours: lines of the listing that are no file or folder one could ask for, with the reason. */
            skipped?: string[];
        };
        /** @description Levels of one channel in dB; null where the meter has none. */
        ChannelResults: {
            /**
             * Format: double
             * @description Instantaneous level; as a rule null in final results.
             */
            lp?: number | null;
            /**
             * Format: double
             * @description Equivalent continuous level.
             */
            leq?: number | null;
            /**
             * Format: double
             * @description Sound exposure level.
             */
            le?: number | null;
            /**
             * Format: double
             * @description Maximum.
             */
            lmax?: number | null;
            /**
             * Format: double
             * @description Minimum.
             */
            lmin?: number | null;
            /**
             * Format: double
             * @description Percentile slot 1.
             */
            ln1?: number | null;
            /**
             * Format: double
             * @description Percentile slot 2.
             */
            ln2?: number | null;
            /**
             * Format: double
             * @description Percentile slot 3.
             */
            ln3?: number | null;
            /**
             * Format: double
             * @description Percentile slot 4.
             */
            ln4?: number | null;
            /**
             * Format: double
             * @description Percentile slot 5.
             */
            ln5?: number | null;
            /**
             * Format: double
             * @description Peak.
             */
            lpeak?: number | null;
            /**
             * Format: double
             * @description Impulse-weighted equivalent level.
             */
            lieq?: number | null;
            /**
             * Format: double
             * @description Moving equivalent level.
             */
            leq_mov?: number | null;
            /**
             * Format: double
             * @description Takt-maximum level over 5 s.
             */
            ltm5?: number | null;
            /** @description Overload: levels are lower bounds. Null when the channel is off. */
            over?: boolean | null;
            /** @description Under-range: levels are upper bounds. Null when the channel is off. */
            under?: boolean | null;
        };
        /** @description Body of `POST /api/nl43/_links` (ours). */
        ClientLinkBody: {
            /**
             * @description What it is called, at most 100 characters; those who follow it see it, too.
             * @example Neighbours
             */
            name: string;
            /** @description The unit that it shows; either this or a group. */
            unit_id?: string | null;
            /** @description The group that it shows: the units that are in it when somebody looks. */
            group?: string | null;
        };
        /** @description Answer to `DELETE /api/nl43/_links/{link_id}` (ours). */
        ClientLinkDeleted: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /**
             * Format: int64
             * @description Its number.
             */
            deleted: number;
        };
        /** @description A link for clients. */
        ClientLinkDetails: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description What its address ends with. Whoever knows it may look. */
            token: string;
            /** @description What it is called. */
            name: string;
            /** @description The unit that it shows, or null. */
            unit_id?: string | null;
            /** @description The group that it shows, or null. */
            group?: string | null;
            /** @description When it was made, in UTC. */
            created_at: string;
            /** @description Its page on this server. */
            path: string;
        };
        /** @description Answer to `GET /api/nl43/_links` (ours). */
        ClientLinkList: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Newest first. */
            links: components["schemas"]["ClientLinkDetails"][];
        };
        /** @description Answer to `POST /api/nl43/_links` (ours). */
        ClientLinkMade: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The new link. */
            link: components["schemas"]["ClientLinkDetails"];
        };
        /** @description Answer to `GET /view/{token}/data` (ours): what a client may see, and nothing else. */
        ClientView: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description What the link is called. */
            name: string;
            /** @description The site's zone: an IANA name, or a distance from UTC such as `+05:30`. The day is its. */
            zone: string;
            /** @description The server's clock, in UTC. */
            now: string;
            /** @description The units of the link, by name; at most 50. */
            units: components["schemas"]["ViewedUnit"][];
        };
        /** @description Answer to `GET …/clock`. */
        Clock: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description `YYYY/MM/DD hh:mm:ss`, the meter's local time. */
            clock: string;
        };
        /** @description Answer to `POST …/clock/sync`. */
        ClockSynced: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description What was done. */
            message: string;
            /** @description The time that was sent: the site's when the command left. */
            clock: string;
            /** @description The site's zone, as configured. */
            zone: string;
            /**
             * Format: double
             * @description The meter's clock minus the site's time before, in seconds; null when it was not answered. Meters tell whole
             *     seconds.
             */
            offset_before_s?: number | null;
            /**
             * Format: double
             * @description The same afterwards.
             */
            offset_after_s?: number | null;
        };
        /** @description Body of `PUT …/clock`. */
        ClockUpdate: {
            /** @description `YYYY/MM/DD hh:mm:ss`; a comma instead of the blank is accepted. */
            datetime: string;
        };
        /** @description One command of the instrument's list. */
        CommandInfo: {
            /** @description Its name on the wire. */
            name: string;
            /** @description Which forms it has. */
            kind: components["schemas"]["CommandKind"];
            /** @description What it is about: `system`, `display`, `power`, `sd_card`, `measure`, `store`, `wave`, `io`, `lan`, `output`. */
            category: string;
            /** @description The option that brings it: `base`, `ex`, `rt`, `wr`. */
            option: string;
            /** @description What it takes or answers. */
            params: components["schemas"]["CommandParams"];
            /** @description Whether changing it may cut the very connection it is sent over. */
            cuts_link: boolean;
            /** @description Whether only NL-42 and NL-52 know it. */
            nl42_only: boolean;
            /** @description Whether `POST …/command` takes it; streams are followed elsewhere. */
            is_stream: boolean;
            /** @description A remark for those who fill in its value. */
            note?: string | null;
            /** @description Values that need `confirm: true`, and why; empty for harmless ones. */
            warnings: components["schemas"]["CommandWarning"][];
        };
        /**
         * @description Which forms a command has.
         * @enum {string}
         */
        CommandKind: "set" | "request" | "set_request";
        /** @description Answer to `GET /api/nl43/_commands`. */
        CommandList: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description How many there are. */
            count: number;
            /** @description All commands of the instrument's list. */
            commands: components["schemas"]["CommandInfo"][];
        };
        /** @description What a command takes or answers. */
        CommandParams: {
            /** @description The words. */
            words: string[];
            /** @description Whether there are no others. */
            complete: boolean;
            /** @enum {string} */
            type: "words";
        } | {
            /**
             * Format: int32
             * @description The least, where there is a limit.
             */
            min?: number | null;
            /**
             * Format: int32
             * @description The most, where there is a limit.
             */
            max?: number | null;
            /** @enum {string} */
            type: "integer";
        } | {
            /** @enum {string} */
            type: "four_digits";
        } | {
            /** @enum {string} */
            type: "clock";
        } | {
            /** @enum {string} */
            type: "ipv4";
        } | {
            /** @enum {string} */
            type: "record";
        } | {
            /** @enum {string} */
            type: "text";
        } | {
            /** @enum {string} */
            type: "unknown";
        };
        /** @description A value that wants a second thought. */
        CommandWarning: {
            /** @description The value; null stands for any. */
            value?: string | null;
            /** @description What may happen. */
            reason: string;
        };
        /** @description Body of `PUT …/config`: only what is given and not null changes. */
        ConfigUpdate: {
            /**
             * @description Host name or address: an IP literal, or 1 to 253 letters, digits, dots and hyphens. Default `127.0.0.1`.
             * @example 198.51.100.7
             */
            host?: string | null;
            /**
             * Format: int32
             * @description Control port. Default 2255.
             */
            tcp_port?: number | null;
            /** @description Whether the control line may be used. Default true. */
            tcp_enabled?: boolean | null;
            /** @description Whether files may be fetched. Default false. */
            ftp_enabled?: boolean | null;
            /**
             * Format: int32
             * @description FTP port. Default 21.
             */
            ftp_port?: number | null;
            /** @description FTP user; empty or null means the factory's `USER`. */
            ftp_username?: string | null;
            /** @description FTP password; empty or null means the factory's `0000`. */
            ftp_password?: string | null;
            /** @description Stored for clients. Default false. */
            web_enabled?: boolean | null;
            /** @description Whether the unit is polled in the background. Default true. */
            poll_enabled?: boolean | null;
            /**
             * Format: int64
             * @description Background poll interval in seconds. Default 60.
             */
            poll_interval_seconds?: number | null;
        };
        /** @description One open connection. */
        Connection: {
            /** @description Host name or address of the meter. */
            host: string;
            /**
             * Format: int32
             * @description Control port.
             */
            port: number;
            /**
             * Format: double
             * @description Seconds since it was opened.
             */
            age_seconds: number;
            /**
             * Format: double
             * @description Seconds since it was last used.
             */
            idle_seconds: number;
            /** @description Whether it is open. */
            alive: boolean;
        };
        /** @description All connections and how they are kept. */
        ConnectionPool: {
            /** @description Whether connections are kept open between commands. */
            enabled: boolean;
            /** @description How many are open. */
            active_connections: number;
            /**
             * Format: double
             * @description Seconds without use after which one is closed; -1 is never.
             */
            idle_ttl: number;
            /**
             * Format: double
             * @description Seconds after which one is replaced; -1 is never.
             */
            max_age: number;
            /**
             * Format: int64
             * @description Seconds of silence before the first keep-alive probe.
             */
            keepalive_idle: number;
            /**
             * Format: int64
             * @description Seconds between keep-alive probes.
             */
            keepalive_interval: number;
            /**
             * Format: int32
             * @description Unanswered probes until a connection counts as dead.
             */
            keepalive_count: number;
            /** @description Open connections by `host:port`. */
            connections: {
                [key: string]: components["schemas"]["Connection"];
            };
        };
        /** @description One thing that was looked at. */
        ConnectionStep: {
            /** @description What. */
            name: string;
            /** @description Whether nothing is wrong with it. It may still have an advice. */
            ok: boolean;
            /** @description What was seen, in plain words. */
            detail: string;
            /** @description What to do about it. */
            advice?: string | null;
        };
        /** @description Body of `POST /api/nl43/_connection-test` (ours). */
        ConnectionTest: {
            /**
             * @description Host name or address of the meter.
             * @example 198.51.100.7
             */
            host: string;
            /**
             * Format: int32
             * @description Control port. Default 2255.
             */
            tcp_port?: number | null;
            /** @description Whether files are to be fetched: then the file port is looked at, too. Default false. */
            ftp_enabled?: boolean | null;
            /**
             * Format: int32
             * @description FTP port. Default 21.
             */
            ftp_port?: number | null;
        };
        /** @description Answer to `POST /api/nl43/_connection-test` (ours). */
        ConnectionTested: {
            /** @description Always `ok`: the test was made, whatever it found. */
            status: components["schemas"]["Ok"];
            /** @description Whether a meter answers there. */
            reachable: boolean;
            /** @description The unit that has this address already, whose line was asked instead; null when there is none. */
            held_by?: string | null;
            /** @description What was looked at, in order. */
            steps: components["schemas"]["ConnectionStep"][];
            instrument?: components["schemas"]["Instrument"] | null;
        };
        /** @description Answer to `GET /api/nl43/_connections/status`. */
        ConnectionsStatus: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The connections and their settings. */
            pool: components["schemas"]["ConnectionPool"];
        };
        /** @description Answer to `POST /api/nl43/roster`. */
        Created: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description What was done. */
            message: string;
            /** @description The new unit. */
            data: components["schemas"]["CreatedUnit"];
        };
        /** @description A unit that was just created. */
        CreatedUnit: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Host name or address of the meter. */
            host: string;
            /**
             * Format: int32
             * @description Control port.
             */
            tcp_port: number;
            /** @description Whether the control line may be used. */
            tcp_enabled: boolean;
            /** @description Whether files may be fetched. */
            ftp_enabled: boolean;
            /** @description Whether the unit is polled in the background. */
            poll_enabled: boolean;
            /**
             * Format: int64
             * @description Background poll interval in seconds.
             */
            poll_interval_seconds: number;
        };
        /** @description A cycle that ended early: 502. */
        CycleProblem: {
            /** @description What failed, in which step. */
            detail: string;
            /** @description A short name of the reason (ours). */
            error: string;
            /** @description The reason alone (ours). */
            reason: string;
            /** @description The step (ours). */
            step: string;
            /** @description What state the meter is in, in plain words (ours). */
            meter_state: string;
            /** @description The operation, which can be restarted (ours). */
            operation_id: string;
        };
        /** @description A success with its payload under `data`. */
        Data_CachedStatus: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The last known state of a unit, as `GET …/status` shows it. */
            data: components["schemas"]["MergedStatus"] & {
                /** @description Whether polls succeed. */
                is_reachable: boolean;
                /**
                 * Format: int32
                 * @description Failed polls in a row.
                 */
                consecutive_failures: number;
                /** @description Time of the last poll. */
                last_poll_attempt?: string | null;
                /** @description Time of the last good poll. */
                last_success?: string | null;
                /** @description Why the last poll failed. */
                last_error?: string | null;
            };
        };
        /** @description A success with its payload under `data`. */
        Data_CampaignDetails: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description A campaign. */
            data: {
                /**
                 * Format: int64
                 * @description Its number.
                 */
                id: number;
                /** @description Name of the unit. */
                unit_id: string;
                /** @description What people call it. */
                name: string;
                /** @description Whether it makes anything due. */
                enabled: boolean;
                /** @description Why it rests although nobody disabled it. */
                reason?: string | null;
                /** @description IANA name of its own zone; null for the site's. */
                zone?: string | null;
                /** @description Days on which it begins, numbers from 0, Monday, to 6. */
                days: number[];
                /** @description Local time of its start cycle. */
                start: string;
                /** @description Local time of its stop cycle. */
                stop: string;
                /** @description First day on which it may begin. */
                valid_from?: string | null;
                /** @description Last day on which it may begin. */
                valid_until?: string | null;
                /**
                 * Format: int64
                 * @description How late a cycle may still be run, seconds.
                 */
                grace_s: number;
                /** @description Whether start cycles set the meter's clock. */
                sync_clock: boolean;
                /** @description Whether stop cycles fetch the files. */
                download: boolean;
                /** @description Whether stop cycles switch a working FTP server off and on. */
                toggle_ftp: boolean;
                next?: components["schemas"]["CampaignDue"] | null;
            };
        };
        /** @description A success with its payload under `data`. */
        Data_LiveReading: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description A fresh reading, as `GET …/live` answers it. */
            data: {
                /** @description Name of the unit. */
                unit_id: string;
                /** @description `Start`, `Stop`, `Measure` or `unknown`. */
                measurement_state: string;
                /** @description When the change to measuring was seen. */
                measurement_start_time?: string | null;
                /** @description Always null: a snapshot has no counter. */
                counter?: string | null;
                /** @description Instantaneous level. */
                lp?: string | null;
                /** @description Equivalent continuous level. */
                leq?: string | null;
                /** @description Maximum. */
                lmax?: string | null;
                /** @description Minimum. */
                lmin?: string | null;
                /** @description Peak. */
                lpeak?: string | null;
                /** @description Percentile slot 1. */
                ln1?: string | null;
                /** @description Percentile slot 2. */
                ln2?: string | null;
                /** @description Battery, the meter's word. */
                battery_level?: string | null;
                /** @description Power source. */
                power_source?: string | null;
                /** @description Free space on the card, MB. */
                sd_remaining_mb?: string | null;
                /** @description Free share of the card, percent. */
                sd_free_ratio?: string | null;
                /** @description The meter's whole data line. */
                raw_payload: string;
            };
        };
        /** @description A success with its payload under `data`. */
        Data_MergedStatus: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The last known levels and housekeeping of a unit. */
            data: {
                /** @description Name of the unit. */
                unit_id: string;
                /** @description Time of the last reading or POST. */
                last_seen?: string | null;
                /** @description `Start`, `Stop`, `Measure`, `unknown`, or what a client posted. */
                measurement_state?: string | null;
                /** @description When the change to measuring was seen. */
                measurement_start_time?: string | null;
                /** @description Instantaneous level. */
                lp?: string | null;
                /** @description Equivalent continuous level. */
                leq?: string | null;
                /** @description Maximum. */
                lmax?: string | null;
                /** @description Minimum. */
                lmin?: string | null;
                /** @description Peak. */
                lpeak?: string | null;
                /** @description Percentile slot 1. */
                ln1?: string | null;
                /** @description Percentile slot 2. */
                ln2?: string | null;
                /** @description Battery, the meter's word. */
                battery_level?: string | null;
                /** @description Power source. */
                power_source?: string | null;
                /** @description Free space on the card, MB. */
                sd_remaining_mb?: string | null;
                /** @description Free share of the card, percent. */
                sd_free_ratio?: string | null;
                /** @description The whole data line of the last reading. */
                raw_payload?: string | null;
            };
        };
        /** @description A success with its payload under `data`. */
        Data_OperationDetails: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description A long operation and how it stands. */
            data: {
                /** @description Its name. */
                operation_id: string;
                /** @description Name of the unit. */
                unit_id: string;
                /** @description What it does: `start-cycle`, `stop-cycle`, `download`, `download-folder`, … */
                kind: string;
                /** @description `running`, `done`, `failed`, `cancelled` or `interrupted`. */
                state: string;
                /** @description When it began, UTC. */
                began: string;
                /** @description When it ended, UTC. */
                ended?: string | null;
                /** @description Its steps, in order. */
                steps: components["schemas"]["OperationStep"][];
                /**
                 * Format: int64
                 * @description Bytes brought so far.
                 */
                bytes_done: number;
                /**
                 * Format: int64
                 * @description Bytes to bring, once known.
                 */
                bytes_total?: number | null;
                /** @description A word on how it is going. */
                note?: string | null;
                /** @description Why it failed. */
                error?: string | null;
                /** @description What state the meter is in, in plain words, as far as known. */
                meter_state?: string | null;
                /** @description What it brought, in the words of the call that began it. */
                result?: unknown;
                /** @description Whether `DELETE` can end it. */
                can_cancel: boolean;
                /** @description Whether somebody asked it to end. */
                is_cancelling: boolean;
                /** @description Whether `POST …/restart` can go on with it. */
                can_restart: boolean;
            };
        };
        /** @description A success with its payload under `data`. */
        Data_PollingSettings: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description A unit's background polling, as `…/polling/config` shows it. */
            data: {
                /** @description Name of the unit. */
                unit_id: string;
                /**
                 * Format: int64
                 * @description Background poll interval in seconds.
                 */
                poll_interval_seconds: number;
                /** @description Whether the unit is polled in the background. */
                poll_enabled: boolean;
            };
        };
        /** @description A success with its payload under `data`. */
        Data_PollingStatus: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Payload of `GET /api/nl43/_polling/status`. */
            data: {
                /** @description False in standby. */
                poller_running: boolean;
                /** @description How many units are polled. */
                total_devices: number;
                /** @description Units with TCP and polling enabled. */
                devices: components["schemas"]["PolledUnit"][];
            };
        };
        /** @description A success with its payload under `data`. */
        Data_Results: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Payload of `GET …/results`. Beside the compatible keys, the line taken apart. */
            data: {
                /** @description The meter's whole data line. */
                raw_data: string;
                /** @description `host:port` of the meter. */
                device_key: string;
                /** @description Which record it is (ours): `nl43`, `nl42`, or `extended` (octave option), whose levels are not taken apart. */
                layout: string;
                main?: components["schemas"]["ChannelResults"] | null;
                sub1?: components["schemas"]["ChannelResults"] | null;
                sub2?: components["schemas"]["ChannelResults"] | null;
                sub3?: components["schemas"]["ChannelResults"] | null;
            };
        };
        /** @description A success with its payload under `data`. */
        Data_UnitSettings: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description A unit's configuration, as `GET …/config` shows it. */
            data: {
                /** @description Name of the unit. */
                unit_id: string;
                /** @description Host name or address of the meter. */
                host: string;
                /**
                 * Format: int32
                 * @description Control port.
                 */
                tcp_port: number;
                /**
                 * Format: int32
                 * @description FTP port.
                 */
                ftp_port: number;
                /** @description Whether the control line may be used. */
                tcp_enabled: boolean;
                /** @description Whether files may be fetched. */
                ftp_enabled: boolean;
                /** @description FTP user; null means the factory's. */
                ftp_username?: string | null;
                /** @description FTP password; null means the factory's. */
                ftp_password?: string | null;
                /** @description Stored for clients. */
                web_enabled: boolean;
            };
        };
        /** @description A success with its payload under `data`. */
        Data_UnitSettingsSummary: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description A unit's configuration, as `PUT …/config` answers it. */
            data: {
                /** @description Name of the unit. */
                unit_id: string;
                /** @description Host name or address of the meter. */
                host: string;
                /**
                 * Format: int32
                 * @description Control port.
                 */
                tcp_port: number;
                /** @description Whether the control line may be used. */
                tcp_enabled: boolean;
                /** @description Whether files may be fetched. */
                ftp_enabled: boolean;
                /** @description Stored for clients. */
                web_enabled: boolean;
                /** @description Whether the unit is polled in the background. */
                poll_enabled: boolean;
                /**
                 * Format: int64
                 * @description Background poll interval in seconds.
                 */
                poll_interval_seconds: number;
            };
        };
        /** @description What the database knows of a unit. */
        DatabaseDump: {
            /** @description Its configuration, the password hidden. */
            config: components["schemas"]["DumpedConfig"];
            status_cache?: components["schemas"]["DumpedStatus"] | null;
        };
        /** @description The database file. */
        DatabaseInfo: {
            /** @description Its place on the server. */
            path: string;
            /**
             * Format: int64
             * @description Its size.
             */
            size_bytes: number;
            /**
             * Format: int64
             * @description Size of the write-ahead log beside it.
             */
            journal_bytes: number;
            /**
             * Format: int64
             * @description Number of the last change to its tables.
             */
            schema: number;
        };
        /** @description One attempt to deliver. */
        DeliveryAttempt: {
            /** @description When it ended. */
            at: string;
            /**
             * Format: int32
             * @description Its number; the first is 1.
             */
            attempt: number;
            /** @description `delivered`, `retry_later` or `give_up`. */
            outcome: string;
            /** @description What happened, in words. */
            detail: string;
            /**
             * Format: int64
             * @description How long it took, ms.
             */
            duration_ms: number;
        };
        /** @description Body of `POST …/_delivery/channels` and `PUT …/_delivery/channels/{channel_id}`, which replaces the whole channel. */
        DeliveryChannelBody: {
            /**
             * @description What people call it.
             * @example Office
             */
            name: string;
            /**
             * @description `log`, `webhook`, `email`, `mqtt` or `sms`; stays as it is.
             * @example log
             */
            kind: string;
            /** @description Whether it is used; true unless given. */
            enabled?: boolean | null;
            /**
             * @description What it has to know, by name, as texts, numbers, true or false. A secret given as `***` stays as it is kept.
             *
             *     webhook: `url`, `secret`. email: `host`, `port`, `security` (`tls`, `starttls` or `none`), `username`, `password`,
             *     `sender`. mqtt: `host`, `port`, `tls`, `username`, `password`, `topic`, `discovery` (`none`: no announcement to Home
             *     Assistant). sms: `url`, `method`, `headers`, `body`, `content_type`, `max_chars`.
             * @example {}
             */
            settings?: {
                [key: string]: string;
            } | null;
        };
        /** @description A way by which messages leave. */
        DeliveryChannelDetails: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description What people call it. */
            name: string;
            /** @description `log`, `webhook`, `email`, `mqtt` or `sms`. */
            kind: string;
            /** @description Whether it is used. */
            enabled: boolean;
            /** @description What it knows, by name; secrets are `***`. */
            settings: {
                [key: string]: string;
            };
            /** @description Why it cannot be used as it is; empty when it can. */
            problems: components["schemas"]["DeliveryProblem"][];
        };
        /** @description One channel. */
        DeliveryChannelKept: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The channel as it is kept. */
            channel: components["schemas"]["DeliveryChannelDetails"];
        };
        /** @description Answer to `GET …/_delivery/channels`. */
        DeliveryChannelList: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description All channels, in the order of their numbers. */
            channels: components["schemas"]["DeliveryChannelDetails"][];
        };
        /** @description How many messages stand where. */
        DeliveryCounts: {
            /**
             * Format: int64
             * @description Waiting for their time, or being sent.
             */
            open: number;
            /**
             * Format: int64
             * @description Of these, those that were tried and did not arrive yet.
             */
            overdue: number;
            /**
             * Format: int64
             * @description Not arrived, and not tried any more.
             */
            dead: number;
        };
        /** @description Answer to a deletion. */
        DeliveryDeleted: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /**
             * Format: int64
             * @description The number it had.
             */
            deleted: number;
        };
        /** @description One message, and how it was tried. */
        DeliveryMessageDetails: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The message. */
            message: components["schemas"]["DeliveryMessageEntry"];
            /** @description Its attempts, newest first; at most 100. */
            attempts: components["schemas"]["DeliveryAttempt"][];
        };
        /** @description A message to one recipient. */
        DeliveryMessageEntry: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description Names what is told for good; the same to all recipients. */
            key: string;
            /** @description `raised`, `update`, `acknowledged`, `cleared`, `closed`, `digest` or `test`. */
            kind: string;
            /** @description `info`, `warning` or `critical`. */
            severity: string;
            /** @description Its first line. */
            title: string;
            /** @description When it happened. */
            at: string;
            /**
             * Format: int64
             * @description Number of the recipient.
             */
            recipient: number;
            /** @description Its name; null when it was deleted. */
            recipient_name?: string | null;
            /**
             * Format: int64
             * @description Number of the channel.
             */
            channel: number;
            /** @description Its name; null when it was deleted. */
            channel_name?: string | null;
            /** @description `pending`, `sending`, `delivered`, `dead`, `withdrawn` or `digested`. */
            state: string;
            /**
             * Format: int32
             * @description How often it was tried.
             */
            attempts: number;
            /** @description When it is tried next; null when it is not. */
            next?: string | null;
            /** @description When it ended. */
            ended?: string | null;
            /** @description Why it did not arrive, last. */
            last_error?: string | null;
            /**
             * Format: int64
             * @description Number of the digest that it is told in.
             */
            digest?: number | null;
        };
        /** @description Answer to `GET …/_delivery/messages`. */
        DeliveryMessageList: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description How many there are, listed or not. */
            counts: components["schemas"]["DeliveryCounts"];
            /** @description Messages, each to one recipient, newest first. */
            messages: components["schemas"]["DeliveryMessageEntry"][];
        };
        /** @description A setting that cannot be used. */
        DeliveryProblem: {
            /** @description Its name. */
            field: string;
            /** @description What is the matter with it. */
            reason: string;
        };
        /** @description Daily hours in which all but what is grave enough waits for their end. */
        DeliveryQuietHours: {
            /**
             * @description When they begin, `HH:MM`.
             * @example 22:00
             */
            start: string;
            /**
             * @description When they end, `HH:MM`; on the next day when earlier than the start.
             * @example 06:00
             */
            end: string;
            /**
             * @description Days on which they begin, `0` (Monday) to `6`, separated by commas; all unless given.
             * @example 0,1,2,3,4
             */
            days?: string | null;
            /**
             * @description IANA name of their zone; the site's unless given.
             * @example Europe/Berlin
             */
            zone?: string | null;
            /**
             * @description The least severity that is told all the same; nothing unless given.
             * @example critical
             */
            pierced_by?: string | null;
        };
        /** @description Body of `POST …/_delivery/recipients` and `PUT …/_delivery/recipients/{recipient_id}`, which replaces the whole recipient. */
        DeliveryRecipientBody: {
            /**
             * @description What people call it.
             * @example Night shift
             */
            name: string;
            /**
             * Format: int64
             * @description Number of the channel that reaches it.
             */
            channel_id: number;
            /**
             * @description Where on the channel: an e-mail address, a telephone number; none where the channel itself says it.
             * @example
             */
            address?: string | null;
            /**
             * @description The least severity that it wants to know: `info`, `warning` or `critical`; `info` unless given.
             * @example warning
             */
            minimum_severity?: string | null;
            quiet_hours?: components["schemas"]["DeliveryQuietHours"] | null;
            /**
             * Format: int64
             * @description Most messages within the window below, before they become digests; 10 unless given.
             */
            digest_after?: number | null;
            /**
             * Format: int64
             * @description Length of that window, seconds; 600 unless given.
             */
            digest_window_s?: number | null;
            /** @description Whether it is told anything; true unless given. */
            enabled?: boolean | null;
        };
        /** @description Somebody who is told. */
        DeliveryRecipientDetails: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description What people call it. */
            name: string;
            /**
             * Format: int64
             * @description Number of the channel that reaches it.
             */
            channel_id: number;
            /** @description Where on the channel; empty where the channel itself says it. */
            address: string;
            /** @description The least severity that it wants to know. */
            minimum_severity: string;
            quiet_hours?: components["schemas"]["DeliveryQuietHours"] | null;
            /**
             * Format: int64
             * @description Most messages within the window below, before they become digests.
             */
            digest_after: number;
            /**
             * Format: int64
             * @description Length of that window, seconds.
             */
            digest_window_s: number;
            /** @description Whether it is told anything. */
            enabled: boolean;
        };
        /** @description One recipient. */
        DeliveryRecipientKept: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The recipient as it is kept. */
            recipient: components["schemas"]["DeliveryRecipientDetails"];
        };
        /** @description Answer to `GET …/_delivery/recipients`. */
        DeliveryRecipientList: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description All recipients, in the order of their numbers. */
            recipients: components["schemas"]["DeliveryRecipientDetails"][];
        };
        /** @description Answer to `POST …/_delivery/messages/{message_id}/resend`. */
        DeliveryResent: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The message, on its way again. */
            message: components["schemas"]["DeliveryMessageEntry"];
        };
        /** @description Body of `POST …/_delivery/channels/{channel_id}/test`. */
        DeliveryTestBody: {
            /**
             * @description Where to: an e-mail address, a telephone number; none where the channel itself says it.
             * @example
             */
            address?: string | null;
        };
        /** @description What became of a test. */
        DeliveryTested: {
            /** @description Always `ok`: the test was made. */
            status: components["schemas"]["Ok"];
            /** @description `delivered`, `retry_later` or `give_up`. */
            outcome: string;
            /** @description What happened, in words. */
            detail: string;
            /**
             * Format: int64
             * @description How long it took, ms.
             */
            duration_ms: number;
        };
        /** @description One unit's health. */
        DeviceHealth: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Host name or address of the meter. */
            host: string;
            /**
             * Format: int32
             * @description Control port.
             */
            port: number;
            /** @description Whether the meter answers. */
            reachable: boolean;
            /**
             * @description Short name of the failure, for instance `refused`, `timed_out` or `wedged`. Null when it answers, when it rests,
             *     and when it was never asked.
             */
            error?: string | null;
            /** @description The failure in words (ours). */
            reason?: string | null;
            /** @description `pool`: by its open connection; `cached`: by its last poll. Absent when unreachable. */
            source?: string | null;
        };
        /** @description Answer to `GET /health/devices`. */
        DevicesHealth: {
            /** @description `ok` when every unit is reachable. */
            status: components["schemas"]["HealthVerdict"];
            /** @description Units with TCP enabled. */
            devices: components["schemas"]["DeviceHealth"][];
            /** @description How many units. */
            total_devices: number;
            /** @description How many of them are reachable. */
            reachable_devices: number;
        };
        /** @description The tests; one that was not reached is absent. */
        DiagnosticTests: {
            config_exists?: components["schemas"]["TestResult"] | null;
            tcp_enabled?: components["schemas"]["TestResult"] | null;
            tcp_connection?: components["schemas"]["TestResult"] | null;
            command_response?: components["schemas"]["TestResult"] | null;
            ftp_status?: components["schemas"]["TestResult"] | null;
        };
        /**
         * @description What all tests mean together.
         * @enum {string}
         */
        DiagnosticVerdict: "pass" | "degraded" | "fail";
        /** @description Answer to `GET …/diagnostics`. */
        Diagnostics: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When this was asked, UTC without a zone. */
            timestamp: string;
            /** @description The tests, in order, as far as they went. */
            tests: components["schemas"]["DiagnosticTests"];
            /** @description What they mean altogether. */
            overall_status: components["schemas"]["DiagnosticVerdict"];
            line?: components["schemas"]["LineDiagnostics"] | null;
            /** @description What an operator should know, in sentences (ours). */
            advice: string[];
            database_dump?: components["schemas"]["DatabaseDump"] | null;
        };
        /** @description Answer to `POST …/disconnect`. */
        Disconnected: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description `host:port` of the meter. */
            device_key: string;
            /** @description Whether there was a connection. */
            disconnected: boolean;
            /** @description What was done. */
            message: string;
        };
        /** @description A unit's configuration. */
        DumpedConfig: components["schemas"]["UnitSettings"] & {
            /**
             * Format: int64
             * @description Background poll interval.
             */
            poll_interval_seconds: number;
            /** @description Whether the unit is polled in the background. */
            poll_enabled: boolean;
            /** @description Whether the monitor feed is kept alive. */
            monitor_enabled: boolean;
        };
        /** @description A unit's last known state; times in UTC with `Z`. */
        DumpedStatus: components["schemas"]["CachedStatus"] & {
            /** @description Record number of the stream. */
            counter?: string | null;
        };
        /** @description Why a live connection is about to be closed. */
        ErrorFrame: {
            /** @description What is wrong. */
            error: string;
            /** @description Name of the unit. */
            unit_id?: string | null;
            /** @description Why, in words. */
            detail?: string | null;
        };
        /**
         * @description The word that marks a failure told with status 200.
         * @enum {string}
         */
        ErrorWord: "error";
        /** @description Where a unit's feed stands (ours). */
        FeedPosition: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Opaque; changes when numbering restarts. */
            epoch: string;
            /**
             * Format: int64
             * @description Counts up by one with every published frame.
             */
            seq: number;
        };
        /**
         * @description Whether a unit answers.
         * @enum {string}
         */
        FeedStatus: "ok" | "unreachable";
        /** @description One wrong field. */
        FieldProblem: {
            /** @description The kind of mistake, for instance `int_parsing`. */
            type: string;
            /** @description Where it stands, for instance `["body", "tcp_port"]`. */
            loc: components["schemas"]["Place"][];
            /** @description What is wrong, for people. */
            msg: string;
            /** @description What was given. */
            input: unknown;
            /** @description Figures the message is made of. */
            ctx?: unknown;
        };
        /** @description Body of `POST …/ftp/download`. */
        FileRequest: {
            /** @description Whole path of the file on the card. */
            remote_path: string;
        };
        /** @description Body of `POST …/ftp/download-folder`. */
        FolderRequest: {
            /** @description Whole path of the folder on the card. */
            remote_path: string;
            /** @description Ours: take an archive that lacks files for a success; its `MANIFEST.json` names them. */
            partial?: boolean;
        };
        /** @description Answer to `GET …/frequency-weighting`. */
        FrequencyWeighting: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description `A`, `C` or `Z`. */
            frequency_weighting: string;
            /** @description The channel, as asked for. */
            channel: string;
        };
        /** @description Answer to `GET …/ftp/status`. */
        FtpStatus: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Whether the meter's FTP server is on. */
            ftp_enabled: boolean;
            /** @description The meter's word: `On` or `Off`. */
            ftp_status: string;
        };
        /** @description Frames are missing here (ours). */
        GapFrame: {
            /** @description Always `gap`. */
            event: string;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When it was sent. */
            timestamp: string;
            /** @description Why. */
            reason: string;
            /** @description Where recorded readings can be read instead. */
            history?: string | null;
        };
        /** @description A group and its units. */
        GroupMembers: {
            /** @description Its name. */
            name: string;
            /** @description Names of the units that are in it. */
            units: string[];
        };
        /** @description Answer to `GET /api/nl43/_groups` (ours). */
        Groups: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Every group that a unit is in, by name. */
            groups: components["schemas"]["GroupMembers"][];
        };
        /** @description Answer to `GET /health`. */
        Health: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the service, known to existing clients. */
            service: string;
        };
        /**
         * @description Verdict over all meters.
         * @enum {string}
         */
        HealthVerdict: "ok" | "degraded";
        /** @description A frame that only says the connection lives. */
        Heartbeat: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When it was sent. */
            timestamp: string;
            /** @description Whether the unit answers. */
            feed_status: components["schemas"]["FeedStatus"];
            /** @description Always true. */
            heartbeat: boolean;
        };
        /** @description First frame of a connection that asked for it (ours). */
        HelloFrame: {
            /** @description Always `hello`. */
            event: string;
            /** @description Version of the service. */
            version: string;
            /** @description When it was sent. */
            timestamp: string;
            /** @description The units followed, and where their feeds stand. */
            units: components["schemas"]["FeedPosition"][];
            /** @description Names that cannot be followed. */
            missing: string[];
        };
        /** @description Answer to `GET …/history`. */
        History: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /**
             * Format: double
             * @description Hours looked back, after clamping to 0.1 to 48.
             */
            hours: number;
            /** @description How many readings follow. */
            count: number;
            /** @description Oldest first. */
            readings: components["schemas"]["HistoryReading"][];
        };
        /** @description One row of the trail. */
        HistoryReading: {
            /** @description When it was read. */
            timestamp: string;
            /** @description Instantaneous level. */
            lp?: string | null;
            /** @description Equivalent continuous level. */
            leq?: string | null;
            /** @description Maximum. */
            lmax?: string | null;
            /** @description Percentile slot 1. */
            ln1?: string | null;
            /** @description Percentile slot 2. */
            ln2?: string | null;
        };
        /** @description Answer to `GET …/index-number`. */
        IndexNumber: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Four digits: the number of the folder that is written next (`Store Name`). */
            index_number: string;
        };
        /** @description Body of `PUT …/index-number`. */
        IndexUpdate: {
            /**
             * Format: int64
             * @description 0 to 9999.
             */
            index: number;
        };
        /** @description Who a meter says it is. */
        Instrument: {
            /** @description Its type, as in `NL-43`. */
            model: string;
            /** @description Its serial number. */
            serial_number?: string | null;
            /** @description Version of its software. */
            version?: string | null;
        };
        /** @description Answer to `GET …/ftp/latest-measurement-time`. */
        LatestMeasurement: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the newest measurement's folder; null when there is none. */
            latest_folder?: string | null;
            /** @description Its time in UTC, ISO 8601 without a zone. */
            latest_timestamp?: string | null;
        };
        /** @description Answer to `GET …/leq-interval`. */
        LeqInterval: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description For instance `10m`. */
            leq_interval: string;
        };
        /** @description How a unit's line stands. */
        LineDiagnostics: {
            /** @description `host:port` as configured. */
            device_key: string;
            /** @description Whether there is a connection. */
            connected: boolean;
            /**
             * Format: double
             * @description For how long.
             */
            connected_for_s?: number | null;
            /** @description How the unit is served: `watched`, `kept`, `background`, `backoff` or `resting`. */
            mode: string;
            /** @description Whether polls succeed; null before the first. */
            reachable?: boolean | null;
            /** @description Whether the control port refuses while the host lives, so that only a power-cycle helps. */
            wedged: boolean;
            /**
             * Format: int32
             * @description Failed polls in a row.
             */
            consecutive_failures: number;
            /** @description Why the last poll failed. */
            last_error?: string | null;
            /**
             * Format: double
             * @description Time from the last command to its answer.
             */
            turnaround_ms?: number | null;
            /** @description Requests that wait for the line. */
            waiting: number;
            /**
             * Format: int64
             * @description Snapshots asked for by polling.
             */
            polls: number;
            /**
             * Format: int64
             * @description Polls without a good answer.
             */
            poll_failures: number;
            /**
             * Format: int64
             * @description Late or unfit answers.
             */
            taints: number;
            /**
             * Format: int64
             * @description Connections opened since the service started.
             */
            connects: number;
            /**
             * Format: int64
             * @description Requests refused because the line was too busy.
             */
            busy: number;
            /**
             * Format: int64
             * @description Times the unit's task failed and was started again.
             */
            restarts: number;
            /**
             * Format: double
             * @description The meter's clock minus the site's time in seconds, as last read.
             */
            clock_offset_s?: number | null;
        };
        /** @description A fresh reading, as `GET …/live` answers it. */
        LiveReading: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description `Start`, `Stop`, `Measure` or `unknown`. */
            measurement_state: string;
            /** @description When the change to measuring was seen. */
            measurement_start_time?: string | null;
            /** @description Always null: a snapshot has no counter. */
            counter?: string | null;
            /** @description Instantaneous level. */
            lp?: string | null;
            /** @description Equivalent continuous level. */
            leq?: string | null;
            /** @description Maximum. */
            lmax?: string | null;
            /** @description Minimum. */
            lmin?: string | null;
            /** @description Peak. */
            lpeak?: string | null;
            /** @description Percentile slot 1. */
            ln1?: string | null;
            /** @description Percentile slot 2. */
            ln2?: string | null;
            /** @description Battery, the meter's word. */
            battery_level?: string | null;
            /** @description Power source. */
            power_source?: string | null;
            /** @description Free space on the card, MB. */
            sd_remaining_mb?: string | null;
            /** @description Free share of the card, percent. */
            sd_free_ratio?: string | null;
            /** @description The meter's whole data line. */
            raw_payload: string;
        };
        /** @description Answer to `DELETE …/logs`. */
        LogCleared: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description In words. */
            message: string;
            /**
             * Format: int64
             * @description How many entries went.
             */
            deleted_count: number;
        };
        /** @description Answer to `GET …/lp-interval`. */
        LpInterval: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description For instance `100ms`. */
            lp_interval: string;
        };
        /** @description Answer to `GET …/measurement-state`. */
        MeasurementState: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The meter's word. */
            measurement_state: string;
            /** @description Whether the word is `Start`. */
            is_measuring: boolean;
        };
        /** @description Answer to `GET …/measurement-time`. */
        MeasurementTime: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The preset of Manual store mode, for instance `15m`. */
            measurement_time: string;
        };
        /** @description The last known levels and housekeeping of a unit. */
        MergedStatus: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Time of the last reading or POST. */
            last_seen?: string | null;
            /** @description `Start`, `Stop`, `Measure`, `unknown`, or what a client posted. */
            measurement_state?: string | null;
            /** @description When the change to measuring was seen. */
            measurement_start_time?: string | null;
            /** @description Instantaneous level. */
            lp?: string | null;
            /** @description Equivalent continuous level. */
            leq?: string | null;
            /** @description Maximum. */
            lmax?: string | null;
            /** @description Minimum. */
            lmin?: string | null;
            /** @description Peak. */
            lpeak?: string | null;
            /** @description Percentile slot 1. */
            ln1?: string | null;
            /** @description Percentile slot 2. */
            ln2?: string | null;
            /** @description Battery, the meter's word. */
            battery_level?: string | null;
            /** @description Power source. */
            power_source?: string | null;
            /** @description Free space on the card, MB. */
            sd_remaining_mb?: string | null;
            /** @description Free share of the card, percent. */
            sd_free_ratio?: string | null;
            /** @description The whole data line of the last reading. */
            raw_payload?: string | null;
        };
        /** @description A success with nothing but words. */
        Message: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description What was done, in words. */
            message: string;
        };
        /** @description Answer to `GET …/settings` and `…/settings/all`: the meter's words, or `Error: ` and why there is none. */
        MeterSettings: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit; not in `…/settings/all`. */
            unit_id?: string | null;
            /** @description The settings. */
            settings: components["schemas"]["SettingsValues"];
        };
        /** @description A file that could not be had. */
        MissingFile: {
            /** @description Its path on the card. */
            path: string;
            /**
             * Format: int64
             * @description Bytes by the listing.
             */
            size?: number | null;
            /**
             * Format: int32
             * @description Times it was asked for.
             */
            attempts: number;
            /** @description Why. */
            reason: string;
        };
        /** @description One unit's feed. */
        MonitorEntry: {
            /** @description Whether it polls. */
            running: boolean;
            /** @description How many viewers it has. */
            subscribers: number;
            /** @description Whether it goes on without viewers. */
            keepalive: boolean;
            /** @description Whether the meter answers. */
            reachable: boolean;
            /** @description `watched`, `idle` or `backoff`. */
            mode: string;
        };
        /**
         * @description A data, unreachable or heartbeat frame of `…/monitor`.
         *
         *     Levels are texts as printed, or numbers where `values=numbers` was asked for; an unreachable frame has none.
         */
        MonitorFrame: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When the frame was published. */
            timestamp: string;
            /** @description Whether the unit answers. */
            feed_status: components["schemas"]["FeedStatus"];
            /** @description `Start`, `Stop`, `Measure` or `unknown`. */
            measurement_state?: string | null;
            /** @description When the change to measuring was seen. */
            measurement_start_time?: string | null;
            /** @description Always null on a monitor frame. */
            counter?: string | null;
            /** @description Instantaneous level. */
            lp?: unknown;
            /** @description Equivalent continuous level. */
            leq?: unknown;
            /** @description Maximum. */
            lmax?: unknown;
            /** @description Minimum. */
            lmin?: unknown;
            /** @description Peak. */
            lpeak?: unknown;
            /** @description Percentile slot 1. */
            ln1?: unknown;
            /** @description Percentile slot 2. */
            ln2?: unknown;
            /** @description Percentile slot 3, with numbers only (ours). */
            ln3?: unknown;
            /** @description Percentile slot 4, with numbers only (ours). */
            ln4?: unknown;
            /** @description Percentile slot 5, with numbers only (ours). */
            ln5?: unknown;
            /** @description Sound exposure level, with numbers only (ours). */
            le?: unknown;
            /** @description Frequency weighting of the main channel, with numbers only, null when not known (ours). */
            frequency_weighting?: string | null;
            /** @description Time weighting of the main channel, likewise (ours). */
            time_weighting?: string | null;
            /** @description Percentages the five slots are set to, with numbers only, null when not known (ours). */
            ln_percent?: number[] | null;
            /** @description Overload: levels are lower bounds, with numbers only (ours). */
            over?: boolean | null;
            /** @description Under-range: levels are upper bounds, with numbers only (ours). */
            under?: boolean | null;
            /** @description First data after an outage, with numbers only (ours). */
            recovered?: boolean | null;
            /** @description The meter's whole data line. */
            raw_payload?: string | null;
            /** @description Why the unit is unreachable, in words (ours). */
            reason?: string | null;
            /** @description Set on a frame that only says the connection lives. */
            heartbeat?: boolean | null;
            /** @description Position in the feed (ours). */
            epoch?: string | null;
            /**
             * Format: int64
             * @description Position in the feed (ours).
             */
            seq?: number | null;
        };
        /** @description Answer to `POST …/monitor/start`. */
        MonitorStarted: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Kept alive after a restart of the server, too. */
            monitor_enabled: boolean;
            /** @description Whether the feed runs. */
            running: boolean;
            /** @description Whether it goes on without viewers. */
            keepalive: boolean;
        };
        /** @description Answer to `GET /api/nl43/_monitor/status`. */
        MonitorStatus: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Feeds by unit; units without a feed are absent. */
            monitors: {
                [key: string]: components["schemas"]["MonitorEntry"];
            };
        };
        /** @description Answer to `POST …/monitor/stop`. */
        MonitorStopped: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Kept alive after a restart of the server, too. */
            monitor_enabled: boolean;
            /** @description Whether it goes on without viewers. */
            keepalive: boolean;
        };
        /** @description Body of `POST /api/nl43/roster`. */
        NewUnit: {
            /**
             * @description Name of the unit: one path segment, at most 128 bytes.
             * @example north-gate
             */
            unit_id: string;
            /**
             * @description Host name or address of the meter.
             * @example 198.51.100.7
             */
            host: string;
            /**
             * Format: int32
             * @description Control port. Default 2255.
             */
            tcp_port?: number | null;
            /** @description Whether the control line may be used. Default true. */
            tcp_enabled?: boolean | null;
            /** @description Whether files may be fetched. Default false. */
            ftp_enabled?: boolean | null;
            /**
             * Format: int32
             * @description FTP port. Default 21.
             */
            ftp_port?: number | null;
            /** @description FTP user. */
            ftp_username?: string | null;
            /** @description FTP password. */
            ftp_password?: string | null;
            /** @description Stored for clients. Default false. */
            web_enabled?: boolean | null;
            /** @description Whether the unit is polled in the background. Default true. */
            poll_enabled?: boolean | null;
            /**
             * Format: int64
             * @description Background poll interval in seconds. Default 60.
             */
            poll_interval_seconds?: number | null;
        };
        /**
         * @description The word that marks a success.
         * @enum {string}
         */
        Ok: "ok";
        /** @description Answer 202 to a long call with `?background=true`. */
        OperationBegun: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description The operation's name; also in the header `x-operation-id`. */
            operation_id: string;
            /** @description Where it can be looked at. */
            location: string;
        };
        /** @description A long operation and how it stands. */
        OperationDetails: {
            /** @description Its name. */
            operation_id: string;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description What it does: `start-cycle`, `stop-cycle`, `download`, `download-folder`, … */
            kind: string;
            /** @description `running`, `done`, `failed`, `cancelled` or `interrupted`. */
            state: string;
            /** @description When it began, UTC. */
            began: string;
            /** @description When it ended, UTC. */
            ended?: string | null;
            /** @description Its steps, in order. */
            steps: components["schemas"]["OperationStep"][];
            /**
             * Format: int64
             * @description Bytes brought so far.
             */
            bytes_done: number;
            /**
             * Format: int64
             * @description Bytes to bring, once known.
             */
            bytes_total?: number | null;
            /** @description A word on how it is going. */
            note?: string | null;
            /** @description Why it failed. */
            error?: string | null;
            /** @description What state the meter is in, in plain words, as far as known. */
            meter_state?: string | null;
            /** @description What it brought, in the words of the call that began it. */
            result?: unknown;
            /** @description Whether `DELETE` can end it. */
            can_cancel: boolean;
            /** @description Whether somebody asked it to end. */
            is_cancelling: boolean;
            /** @description Whether `POST …/restart` can go on with it. */
            can_restart: boolean;
        };
        /** @description A frame that tells how a long operation gets on (ours). */
        OperationFrame: {
            /** @description Always `operation`. */
            event: string;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When the frame was published. */
            timestamp: string;
            /** @description The operation, without its result. */
            operation: components["schemas"]["OperationDetails"];
        };
        /** @description Answer to `GET …/operations`. */
        OperationList: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Running and recent operations, newest first. */
            operations: components["schemas"]["OperationDetails"][];
            /** @description How many there are. */
            count: number;
        };
        /** @description One step of an operation. */
        OperationStep: {
            /** @description What it is called. */
            name: string;
            /** @description `pending`, `running`, `done`, `failed` or `skipped`. */
            state: string;
            /** @description What it found, tries at the moment, or failed of. */
            detail?: string | null;
            /** @description When it began, UTC. */
            began?: string | null;
            /** @description When it ended, UTC. */
            ended?: string | null;
        };
        /** @description Answer to `GET …/overwrite-check`. */
        OverwriteCheck: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description `None` or `Exist`. */
            overwrite_status: string;
            /** @description Whether storing would overwrite data. */
            will_overwrite: boolean;
            /** @description The opposite. */
            safe_to_store: boolean;
        };
        /** @description Which part of a list. */
        Pagination: {
            /**
             * Format: int32
             * @description Entries at most, after clamping.
             */
            limit: number;
            /**
             * Format: int32
             * @description After so many newer ones.
             */
            offset: number;
        };
        /** @description One step of a location: a key, or an offset into the body. */
        Place: string | number;
        /** @description One polled unit. */
        PolledUnit: {
            /** @description Name of the unit. */
            unit_id: string;
            /**
             * Format: int64
             * @description Background poll interval in seconds.
             */
            poll_interval_seconds: number;
            /** @description Always true here. */
            poll_enabled: boolean;
            /** @description Null before the first reading. */
            is_reachable?: boolean | null;
            /**
             * Format: int32
             * @description Failed polls in a row.
             */
            consecutive_failures: number;
            /** @description Time of the last poll. */
            last_poll_attempt?: string | null;
            /** @description Time of the last good poll. */
            last_success?: string | null;
            /** @description Why the last poll failed. */
            last_error?: string | null;
        };
        /** @description A unit's background polling, as `…/polling/config` shows it. */
        PollingSettings: {
            /** @description Name of the unit. */
            unit_id: string;
            /**
             * Format: int64
             * @description Background poll interval in seconds.
             */
            poll_interval_seconds: number;
            /** @description Whether the unit is polled in the background. */
            poll_enabled: boolean;
        };
        /** @description Payload of `GET /api/nl43/_polling/status`. */
        PollingStatus: {
            /** @description False in standby. */
            poller_running: boolean;
            /** @description How many units are polled. */
            total_devices: number;
            /** @description Units with TCP and polling enabled. */
            devices: components["schemas"]["PolledUnit"][];
        };
        /** @description Answer to `POST …/activate` and `…/deactivate`. */
        PollingSwitched: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Whether the unit is polled from now on. */
            poll_enabled: boolean;
            /** @description What was done. */
            message: string;
        };
        /** @description Body of `PUT …/polling/config`. */
        PollingUpdate: {
            /**
             * Format: int64
             * @description Background poll interval in seconds.
             */
            poll_interval_seconds?: number | null;
            /** @description Whether the unit is polled in the background. */
            poll_enabled?: boolean | null;
        };
        /** @description Body of `PUT …/measurement-time`, `…/leq-interval` and `…/lp-interval`. */
        PresetUpdate: {
            /** @description For instance `100ms`, `10m`, `1h`, `Manual`. What the meter does not know it refuses. */
            preset: string;
        };
        /** @description Any failure but a bad field. */
        Problem: {
            /** @description What is wrong, in words. */
            detail: string;
            /** @description A short name of the device's failure (ours), for instance `refused` or `timed_out`. */
            error?: string | null;
            /** @description The device's failure in words (ours), where `detail` tells it in fixed ones. */
            reason?: string | null;
            /** @description Where fetching files failed (ours), for instance `login`, `data-connection` or `transfer`. */
            phase?: string | null;
            /** @description The files that could not be fetched (ours). */
            files?: components["schemas"]["MissingFile"][] | null;
        };
        /** @description Body of `PUT /api/nl43/{unit_id}/profile` (ours); what is not given is empty from then on. */
        ProfileUpdate: {
            /**
             * @description What people call the unit, at most 100 characters.
             * @example North gate
             */
            name?: string | null;
            /** @description The groups it is in: at most 20, each of at most 100 characters. */
            groups?: string[] | null;
            /**
             * Format: double
             * @description Where it stands, degrees north; only together with the longitude.
             */
            latitude?: number | null;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude?: number | null;
        };
        /** @description Body of `POST …/command`. */
        RawCommand: {
            /**
             * @description Name of the command as in `GET /api/nl43/_commands`, in any case.
             * @example Backlight
             */
            name: string;
            /**
             * @description The value of a setting; without it the command is asked.
             * @example On
             */
            value?: string | null;
            /** @description Needed for what may cut the connection, or disturb others. */
            confirm?: boolean;
        };
        /** @description Answer to `POST …/command`. */
        RawReply: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The line that was sent. */
            command: string;
            /** @description The data line the meter answered, outer blanks trimmed; null for a setting. */
            reply?: string | null;
            /** @description The meter's result code. */
            result_code: string;
            /** @description The answer as a boolean, a number, a text, or channels of levels, where that is known; null for a setting. */
            value: unknown;
        };
        /** @description Payload of `GET …/results`. Beside the compatible keys, the line taken apart. */
        Results: {
            /** @description The meter's whole data line. */
            raw_data: string;
            /** @description `host:port` of the meter. */
            device_key: string;
            /** @description Which record it is (ours): `nl43`, `nl42`, or `extended` (octave option), whose levels are not taken apart. */
            layout: string;
            main?: components["schemas"]["ChannelResults"] | null;
            sub1?: components["schemas"]["ChannelResults"] | null;
            sub2?: components["schemas"]["ChannelResults"] | null;
            sub3?: components["schemas"]["ChannelResults"] | null;
        };
        /** @description All units. */
        Roster: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The units, by name. */
            devices: components["schemas"]["RosterUnit"][];
            /** @description How many. */
            total: number;
        };
        /** @description State of a unit in the roster. */
        RosterStatus: {
            /** @description Time of the last reading. */
            last_seen?: string | null;
            /** @description `Start`, `Stop`, `Measure`, `unknown`, or what a client posted. */
            measurement_state?: string | null;
            /** @description Whether polls succeed. */
            is_reachable: boolean;
            /**
             * Format: int32
             * @description Failed polls in a row.
             */
            consecutive_failures: number;
            /** @description Time of the last good poll. */
            last_success?: string | null;
            /** @description Why the last poll failed. */
            last_error?: string | null;
        };
        /** @description One unit of the roster. */
        RosterUnit: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Host name or address of the meter. */
            host: string;
            /**
             * Format: int32
             * @description Control port.
             */
            tcp_port: number;
            /**
             * Format: int32
             * @description FTP port.
             */
            ftp_port: number;
            /** @description Whether the control line may be used. */
            tcp_enabled: boolean;
            /** @description Whether files may be fetched. */
            ftp_enabled: boolean;
            /** @description FTP user; null means the factory's. */
            ftp_username?: string | null;
            /** @description FTP password; null means the factory's. */
            ftp_password?: string | null;
            /** @description Stored for clients. */
            web_enabled: boolean;
            /** @description Whether the unit is polled in the background. */
            poll_enabled: boolean;
            /**
             * Format: int64
             * @description Background poll interval in seconds.
             */
            poll_interval_seconds: number;
            /** @description Whether the monitor feed is kept alive without viewers. */
            monitor_enabled: boolean;
            status?: components["schemas"]["RosterStatus"] | null;
        };
        /** @description Answer of `GET …/series` as JSON: a table of steps, oldest first. Steps of which nothing was measured are there too. */
        Series: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /**
             * @description Begin of the first step, with the zone's offset.
             * @example 2026-06-09T00:00:00+02:00
             */
            from: string;
            /**
             * @description Up to when; the last step begins before it.
             * @example 2026-06-10T00:00:00+02:00
             */
            to: string;
            /**
             * @description The zone on whose clock the steps lie.
             * @example Europe/Berlin
             */
            zone: string;
            /**
             * @description Length of the steps. Days are an hour shorter or longer where the clocks change.
             * @example 15min
             */
            period: string;
            /**
             * @description Unit of the levels.
             * @example dB
             */
            unit: string;
            /**
             * @description What the values of a row are: `time`, seconds since 1970 at the begin of the step; the levels; `coverage`, the
             *     measured share of the step until now, 0 to 1; `over` and `under`, the shares of overload and under-range in what
             *     was measured; `sampled`, whether the Leq is that of polled levels instead of measured without a gap, and is provisional;
             *     `uncertainty`, how far the Leq may be off, in dB: of polled levels a standard deviation, of the meter's own running
             *     values the most; `null` when every tenth of a second was streamed, or levels were polled too seldom to say.
             * @example [
             *       "time",
             *       "leq",
             *       "lmax",
             *       "coverage",
             *       "over",
             *       "under",
             *       "sampled",
             *       "uncertainty"
             *     ]
             */
            columns: string[];
            /**
             * @description A row for each step, with a value for each column; `null` where there is none.
             * @example [
             *       [
             *         1780956000,
             *         54.31,
             *         71.2,
             *         1,
             *         0,
             *         0,
             *         true,
             *         0.03
             *       ]
             *     ]
             */
            rows: (components["schemas"]["SeriesValue"] | null)[][];
        };
        /** @description A value in a row. */
        SeriesValue: boolean | number;
        /** @description The main settings of a meter, in the order they are asked for. */
        SettingsValues: {
            /** @description `Measure?` */
            measurement_state: string;
            /** @description `Frequency Weighting (Main)?` */
            frequency_weighting: string;
            /** @description `Time Weighting (Main)?` */
            time_weighting: string;
            /** @description `Measurement Time Preset Manual?` */
            measurement_time: string;
            /** @description `Leq Calculation Interval Preset?` */
            leq_interval: string;
            /** @description `Lp Store Interval?` */
            lp_interval: string;
            /** @description `Store Name?` */
            index_number: string;
            /** @description `Battery Level?` */
            battery_level: string;
            /** @description `Clock?` */
            clock: string;
            /** @description `Sleep Mode?` */
            sleep_mode: string;
            /** @description `FTP?` */
            ftp_status: string;
        };
        /** @description Answer to `GET …/sleep/status`. */
        SleepStatus: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description `On` or `Off`. A meter whose sleep mode is on drops off the network some time later. */
            sleep_status: string;
        };
        /** @description A failure that the compatible API tells with status 200. */
        SoftFailure: {
            /** @description Always `error`. */
            status: components["schemas"]["ErrorWord"];
            /** @description Why. */
            message: string;
        };
        /** @description Body of `POST …/start-cycle`. */
        StartCycle: {
            /** @description Whether the meter's clock is set first; true unless given. */
            sync_clock?: boolean | null;
        };
        /** @description Answer to `POST …/start-cycle`. */
        StartCycleDone: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Whether the meter's clock was set. */
            clock_synced: boolean;
            /** @description The time it was set to, `YYYY/MM/DD hh:mm:ss`, as sent. */
            server_time?: string | null;
            /**
             * Format: int32
             * @description Store name before.
             */
            old_index: number;
            /**
             * Format: int32
             * @description Store name that is written now.
             */
            new_index: number;
            /**
             * Format: int32
             * @description Store names tried.
             */
            attempts_made: number;
            /** @description Always true. */
            started: boolean;
            /** @description Whether the meter said that it measures (ours). */
            confirmed: boolean;
            /** @description The operation, which shows every step (ours). */
            operation_id: string;
        };
        /** @description Answer to `POST …/sync-start-time`. */
        StartTimeSync: components["schemas"]["StartTimeSynced"] | components["schemas"]["SoftFailure"];
        /** @description A start time that was taken from the card. */
        StartTimeSynced: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description `Start time synced from FTP`. */
            message: string;
            /** @description The folder it was taken from. */
            folder: string;
            /** @description UTC, ISO 8601 without a zone. */
            start_time: string;
            /** @description What was known before, in the same form. */
            old_start_time?: string | null;
        };
        /** @description Body of `POST …/status`; all texts, what is not given stays. */
        StatusUpdate: {
            measurement_state?: string | null;
            lp?: string | null;
            leq?: string | null;
            lmax?: string | null;
            lmin?: string | null;
            lpeak?: string | null;
            ln1?: string | null;
            ln2?: string | null;
            battery_level?: string | null;
            power_source?: string | null;
            sd_remaining_mb?: string | null;
            sd_free_ratio?: string | null;
            raw_payload?: string | null;
        };
        /** @description Body of `POST …/stop-cycle`. */
        StopCycle: {
            /** @description Whether the measurement's folder is fetched; true unless given. */
            download?: boolean | null;
            /** @description File for the archive, inside the data folder, ending in `.zip`. */
            download_path?: string | null;
            /** @description Whether the FTP server is switched off and on even when it is on; true unless given (ours). */
            toggle_ftp?: boolean | null;
        };
        /** @description Answer to `POST …/stop-cycle`. */
        StopCycleDone: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Always true. */
            stopped: boolean;
            /** @description Always true. */
            ftp_enabled: boolean;
            /** @description Whether the folder was to be fetched. */
            download_attempted: boolean;
            /** @description Whether it was, whole. */
            download_success: boolean;
            /** @description Name of the folder on the card. */
            downloaded_folder?: string | null;
            /** @description The archive on the server's disk. */
            local_path?: string | null;
            /** @description Why it was not fetched. */
            download_error?: string | null;
            /** @description SHA-256 of the archive (ours). */
            sha256?: string | null;
            /** @description Files in the archive, its manifest aside (ours). */
            files?: number | null;
            /** @description Whether the FTP server could be used from here, where that was tried (ours). */
            ftp_verified?: boolean | null;
            /** @description The operation, which shows every step (ours). */
            operation_id: string;
        };
        /** @description A copy of the database. */
        StoredBackup: {
            /** @description The file, on the server. */
            path: string;
            /**
             * Format: int64
             * @description Its size.
             */
            size_bytes: number;
            /** @description When it was written, in UTC. */
            written_at?: string | null;
        };
        /** @description A record of the 10 Hz output, on `…/stream`. */
        StreamFrame: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description When the frame was published. */
            timestamp: string;
            /** @description Always `Measure`; `run_state` tells the truth. */
            measurement_state: string;
            /** @description When the change to measuring was seen. */
            measurement_start_time?: string | null;
            /** @description Record number, 1 to 600. */
            counter: string;
            /** @description Level of these 100 ms. */
            lp?: unknown;
            /** @description Equivalent continuous level of these 100 ms. */
            leq?: unknown;
            /** @description Maximum. */
            lmax?: unknown;
            /** @description Minimum. */
            lmin?: unknown;
            /** @description Peak. */
            lpeak?: unknown;
            /** @description Always null: the stream has no percentiles. */
            ln1?: unknown;
            /** @description Always null: the stream has no percentiles. */
            ln2?: unknown;
            /** @description The meter's whole data line. */
            raw_payload: string;
            /** @description State of the measurement as far as known (ours). */
            run_state?: string | null;
            stream_ln?: components["schemas"]["StreamPercentiles"] | null;
        };
        /** @description Percentiles over the records of one stream (ours). */
        StreamPercentiles: {
            /** @description Percent of the time exceeded. */
            n: number[];
            /** @description Level for each of them, dB. */
            levels: number[];
        };
        /** @description Answer to `POST /api/nl43/_system/standby` and `…/resume`. */
        SystemChanged: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The mode from now on. */
            mode: components["schemas"]["SystemMode"];
            /** @description What was done. */
            message: string;
        };
        /** @description Answer to `GET /api/nl43/_system/info` (ours). */
        SystemInfo: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The program. */
            name: string;
            /** @description Its version. */
            version: string;
            /** @description When it was started, in UTC. */
            started_at: string;
            /** @description Its clock, in UTC. */
            now: string;
            /** @description The site's zone: an IANA name, or a distance from UTC such as `+05:30`. */
            zone: string;
            /** @description What logs call it. */
            zone_name: string;
            /** @description Language and region whose numbers, dates and times pages show (BCP 47); null: each browser's own. */
            locale?: string | null;
            /** @description Where a map's background comes from, with `{z}`, `{x}` and `{y}`; null: nowhere. */
            tile_url?: string | null;
            /** @description Whom the map names as its source. */
            tile_attribution?: string | null;
            /** @description Whether links for clients work. */
            client_links: boolean;
            /** @description Whether nothing is polled at the moment. */
            standby: boolean;
            /** @description The database. */
            database: components["schemas"]["DatabaseInfo"];
            /** @description What writes to it. */
            writer: components["schemas"]["WriterInfo"];
            /** @description Configured units. */
            units: number;
            /** @description Those of them whose meters answer. */
            units_reachable: number;
            /** @description Open connections to meters. */
            connections: number;
            /** @description Viewers of units, each as often as it has units. */
            subscribers: number;
            /** @description Open WebSocket connections. */
            websockets: number;
            /**
             * Format: int64
             * @description Open events of alert rules.
             */
            open_alarms: number;
            /**
             * Format: int64
             * @description Failures of the service's own tasks, which were started again: not 0 is worth a look at the log.
             */
            task_failures: number;
        };
        /**
         * @description Whether meters are polled at all.
         * @enum {string}
         */
        SystemMode: "active" | "standby";
        /** @description Answer to `GET /api/nl43/_system/status`. */
        SystemStatus: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Whether meters are polled at all. */
            mode: components["schemas"]["SystemMode"];
            /** @description The same as a boolean. */
            polling_active: boolean;
            /** @description How many connections to meters are open. */
            active_connections: number;
        };
        /** @description One test. */
        TestResult: {
            /** @description How it went. */
            status: components["schemas"]["TestStatus"];
            /** @description In words. */
            message: string;
        };
        /**
         * @description How one test went.
         * @enum {string}
         */
        TestStatus: "pass" | "fail" | "warning" | "skip";
        /** @description Answer to `GET …/time-weighting`. */
        TimeWeighting: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description `F`, `S` or `I`. */
            time_weighting: string;
            /** @description The channel, as asked for. */
            channel: string;
        };
        /** @description An event that there would have been. */
        TriedAlarmEvent: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description The rule's name. */
            rule_name: string;
            /** @description `info`, `warning` or `critical`. */
            severity: string;
            /** @description What was looked at, in the words of the rule. */
            metric: string;
            /** @description Unit of the values. */
            unit: string;
            /** @description `above`, `below`, `at_or_above` or `at_or_below`. */
            comparison: string;
            /**
             * Format: double
             * @description The limit; connectivity has none.
             */
            threshold?: number | null;
            /** @description When it began. */
            onset_at: string;
            /**
             * Format: double
             * @description The value it began with.
             */
            onset_value?: number | null;
            /**
             * Format: double
             * @description The worst value.
             */
            peak_value?: number | null;
            /** @description When that was first reached. */
            peak_at?: string | null;
            /**
             * Format: double
             * @description The last value.
             */
            value?: number | null;
            /** @description When it ended; null while it is open. */
            ended_at?: string | null;
            /** @description `cleared`, or why it ended otherwise; null while it is open. */
            ended_reason?: string | null;
            /**
             * Format: int32
             * @description How often the limit was broken.
             */
            exceedances: number;
        };
        /** @description A rule. */
        UnitAlertRule: {
            /**
             * Format: int64
             * @description Its number, counting up over all units.
             */
            id: number;
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Shown to people. */
            name: string;
            /** @description The level compared. */
            metric: string;
            /** @description `above` or `below`. */
            comparison: string;
            /**
             * Format: double
             * @description The limit, dB; null where an older service kept none that is a number.
             */
            threshold_db?: number | null;
            /**
             * Format: int64
             * @description Exceeded, or recovered, for so many seconds before the edge counts.
             */
            duration_s: number;
            /**
             * Format: double
             * @description Recovered means this far inside the limit, dB.
             */
            clear_margin_db: number;
            /**
             * Format: int64
             * @description Least seconds from one onset to the next.
             */
            cooldown_s: number;
            /** @description `HH:MM`, site time. */
            schedule_start?: string | null;
            /** @description `HH:MM`, site time. */
            schedule_end?: string | null;
            /** @description `0` (Monday) to `6`, separated by commas. */
            schedule_days?: string | null;
            /** @description Separated by commas. */
            channels: string;
            /** @description Separated by commas. */
            recipients?: string | null;
            /** @description Whether it applies. */
            enabled: boolean;
        };
        /** @description Answer to `GET …/logs`. */
        UnitLog: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Newest first. */
            logs: components["schemas"]["UnitLogEntry"][];
            /** @description How many entries follow. */
            count: number;
            /** @description Over all entries of the unit, whatever was asked. */
            stats: components["schemas"]["UnitLogStats"];
            /** @description What was asked for. */
            filters: components["schemas"]["UnitLogFilters"];
            /** @description Which part of it. */
            pagination: components["schemas"]["Pagination"];
        };
        /** @description One entry. */
        UnitLogEntry: {
            /**
             * Format: int64
             * @description Its number, counting up over all units.
             */
            id: number;
            /** @description When, UTC, with `Z`. */
            timestamp?: string | null;
            /** @description `DEBUG`, `INFO`, `WARNING` or `ERROR`. */
            level: string;
            /** @description `TCP`, `FTP`, `POLL`, `COMMAND`, `STATE`, `SYNC` or `GENERAL`. */
            category: string;
            /** @description In words. */
            message: string;
        };
        /** @description What entries were asked for. */
        UnitLogFilters: {
            /** @description The level, as given. */
            level?: string | null;
            /** @description The category, as given. */
            category?: string | null;
        };
        /** @description A summary of a unit's log. */
        UnitLogStats: {
            /**
             * Format: int64
             * @description How many entries.
             */
            total: number;
            /** @description How many of each level. */
            by_level: {
                [key: string]: number;
            };
            /** @description How many of each category. */
            by_category: {
                [key: string]: number;
            };
            /** @description Time of the oldest, UTC, with `Z`. */
            oldest?: string | null;
            /** @description Time of the newest, UTC, with `Z`. */
            newest?: string | null;
        };
        /** @description A unit as people know it, and how it is set up. */
        UnitOverview: {
            /** @description Name of the unit in addresses. */
            unit_id: string;
            /** @description What people call it; null: its id has to do. */
            name?: string | null;
            /** @description The groups it is in. */
            groups: string[];
            /**
             * Format: double
             * @description Where it stands, degrees north; null when nobody has said.
             */
            latitude?: number | null;
            /**
             * Format: double
             * @description Degrees east; null with the latitude.
             */
            longitude?: number | null;
            /** @description Frequency weighting of its levels: `A`, `C` or `Z`; null until the meter was asked. */
            frequency_weighting?: string | null;
            /** @description Host name or address of the meter. */
            host: string;
            /**
             * Format: int32
             * @description Control port.
             */
            tcp_port: number;
            /** @description Whether the control line may be used. */
            tcp_enabled: boolean;
            /** @description Whether files may be fetched. */
            ftp_enabled: boolean;
            /** @description Whether the unit is polled in the background. */
            poll_enabled: boolean;
            /** @description Whether the monitor feed is kept alive without viewers. */
            monitor_enabled: boolean;
            /** @description Whether an operator took it out of service. */
            deactivated: boolean;
        };
        /** @description Answer to `PUT /api/nl43/{unit_id}/profile` (ours). */
        UnitProfiled: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description The unit as it is now. */
            unit: components["schemas"]["UnitOverview"];
        };
        /** @description A unit's configuration, as `GET …/config` shows it. */
        UnitSettings: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Host name or address of the meter. */
            host: string;
            /**
             * Format: int32
             * @description Control port.
             */
            tcp_port: number;
            /**
             * Format: int32
             * @description FTP port.
             */
            ftp_port: number;
            /** @description Whether the control line may be used. */
            tcp_enabled: boolean;
            /** @description Whether files may be fetched. */
            ftp_enabled: boolean;
            /** @description FTP user; null means the factory's. */
            ftp_username?: string | null;
            /** @description FTP password; null means the factory's. */
            ftp_password?: string | null;
            /** @description Stored for clients. */
            web_enabled: boolean;
        };
        /** @description A unit's configuration, as `PUT …/config` answers it. */
        UnitSettingsSummary: {
            /** @description Name of the unit. */
            unit_id: string;
            /** @description Host name or address of the meter. */
            host: string;
            /**
             * Format: int32
             * @description Control port.
             */
            tcp_port: number;
            /** @description Whether the control line may be used. */
            tcp_enabled: boolean;
            /** @description Whether files may be fetched. */
            ftp_enabled: boolean;
            /** @description Stored for clients. */
            web_enabled: boolean;
            /** @description Whether the unit is polled in the background. */
            poll_enabled: boolean;
            /**
             * Format: int64
             * @description Background poll interval in seconds.
             */
            poll_interval_seconds: number;
        };
        /** @description Answer to `GET /api/nl43/_units` (ours). */
        Units: {
            /** @description Always `ok`. */
            status: components["schemas"]["Ok"];
            /** @description All units, by their ids. */
            units: components["schemas"]["UnitOverview"][];
        };
        /** @description A request whose fields cannot be taken; every wrong field is listed. */
        ValidationProblem: {
            /** @description The wrong fields. */
            detail: components["schemas"]["FieldProblem"][];
        };
        /** @description Figures of the site's day so far, dB. */
        ViewedDay: {
            /** @description Its beginning, in UTC. */
            from: string;
            /** @description Until when, in UTC. */
            to: string;
            /**
             * Format: double
             * @description Energy mean.
             */
            leq?: number | null;
            /**
             * Format: double
             * @description Maximum.
             */
            lmax?: number | null;
            /**
             * Format: double
             * @description Level exceeded for 10 % of the time.
             */
            l10?: number | null;
            /**
             * Format: double
             * @description Level exceeded for half of the time.
             */
            l50?: number | null;
            /**
             * Format: double
             * @description Level exceeded for 90 % of the time.
             */
            l90?: number | null;
            /**
             * Format: double
             * @description Share of the day so far that was measured, 0 to 1.
             */
            coverage?: number | null;
            /** @description Whether levels were polled instead of measured without a gap. */
            provisional: boolean;
        };
        /** @description A limit on a mean, and how much of it is used. */
        ViewedLimit: {
            /** @description What the rule is called. */
            name: string;
            /** @description What it is on, as in `Leq,15min`. */
            metric_text: string;
            /**
             * Format: double
             * @description The limit, dB.
             */
            limit_db: number;
            /** @description Begin of its window, in UTC. */
            window_start: string;
            /** @description End of its window, in UTC. */
            window_end: string;
            /**
             * Format: double
             * @description Level of the window so far, dB.
             */
            level_db?: number | null;
            /**
             * Format: double
             * @description Share of the window's energy that is used, per cent.
             */
            used_percent?: number | null;
            /**
             * Format: double
             * @description Mean that the rest of the window may have, dB.
             */
            allowed_db?: number | null;
            /**
             * Format: double
             * @description When the limit is broken if the level stays as it is.
             */
            seconds_to_breach?: number | null;
            /** @description Whether it is broken already. */
            breached: boolean;
        };
        /** @description The event `now` of `GET /view/{token}/events` (ours). */
        ViewedNews: {
            /** @description Names the unit within the link. */
            key: string;
            /** @description How it stands. */
            state: components["schemas"]["ViewedState"];
            /** @description Time of its last reading, in UTC. */
            last_seen?: string | null;
            /** @description Weighting of its levels, where that is known. */
            weighting?: string | null;
            now?: components["schemas"]["ViewedNow"] | null;
        };
        /** @description Last known levels, dB. */
        ViewedNow: {
            /** @description Time of the reading, in UTC. */
            at?: string | null;
            /**
             * Format: double
             * @description Seconds after which they are no longer current: three periods of the polling.
             */
            stale_after_s: number;
            /**
             * Format: double
             * @description Instantaneous level.
             */
            lp?: number | null;
            /**
             * Format: double
             * @description Mean of the measurement.
             */
            leq?: number | null;
        };
        /** @description The last 24 hours in steps. */
        ViewedSeries: {
            /**
             * Format: int32
             * @description Length of a step in seconds.
             */
            period_s: number;
            /**
             * @description What the values of a row are: `at` (seconds since 1970), levels in dB, `coverage` (0 to 1).
             * @example [
             *       "at",
             *       "leq",
             *       "lmax",
             *       "l90",
             *       "coverage"
             *     ]
             */
            columns: string[];
            /** @description One for each step, oldest first; null where nothing was measured. */
            rows: (number | null)[][];
        };
        /**
         * @description How a unit stands, for clients.
         * @enum {string}
         */
        ViewedState: "live" | "stale" | "unreachable" | "waiting";
        /** @description A unit as a client sees it. */
        ViewedUnit: {
            /** @description Names the unit within the link, in its events too; says nothing outside of it. */
            key: string;
            /** @description What people call it; its id where nobody has said. */
            name: string;
            /** @description How it stands. */
            state: components["schemas"]["ViewedState"];
            /** @description Time of its last reading, in UTC. */
            last_seen?: string | null;
            /** @description Weighting of its levels, where that is known. */
            weighting?: string | null;
            now?: components["schemas"]["ViewedNow"] | null;
            today?: components["schemas"]["ViewedDay"] | null;
            /** @description Limits on means and their use. */
            limits: components["schemas"]["ViewedLimit"][];
            /** @description The last 24 hours. */
            last_24h: components["schemas"]["ViewedSeries"];
        };
        /** @description Body of `PUT …/frequency-weighting` and `…/time-weighting`. */
        WeightingUpdate: {
            /** @description `A`, `C`, `Z`, or `F`, `S`, `I`. */
            weighting: string;
            /** @description `Main` (default), `Sub1`, `Sub2`, `Sub3`. */
            channel?: string | null;
        };
        /** @description What writes readings and logs, since the start. */
        WriterInfo: {
            /** @description Entries that wait. */
            waiting: number;
            /**
             * Format: int64
             * @description Entries written.
             */
            written: number;
            /**
             * Format: int64
             * @description Entries lost to a full queue.
             */
            lost: number;
            /**
             * Format: int64
             * @description Attempts that failed.
             */
            failures: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
